// How a page shows the host that it may call: a token in the address's fragment, which browsers send
// to nobody, and from there in the sub-protocols of a WebSocket, which pages of other origins cannot guess.

/** The sub-protocol that is agreed on; the token goes beside it and is never sent back. */
export const socketProtocol = 'layerloom'
const tokenProtocol = 'layerloom.token.'

/** For `new WebSocket(address, socketProtocols(token))`. */
export function socketProtocols(token: string): string[] {
  return [socketProtocol, `${tokenProtocol}${token}`]
}

/** The token among the sub-protocols that a client offers, or undefined. */
export function tokenFromProtocols(header: string | undefined): string | undefined {
  const offered = (header ?? '').split(',').map(part => part.trim())
  if (!offered.includes(socketProtocol)) return undefined
  return offered.find(part => part.startsWith(tokenProtocol))?.slice(tokenProtocol.length)
}

export function addressWithToken(origin: string, token: string): string {
  return `${origin}/#token=${token}`
}

/** Reads `location.hash`; the page then keeps the token and takes it out of the address. */
export function tokenFromHash(hash: string): string | undefined {
  return /^#?token=([A-Za-z0-9_-]{22,})$/.exec(hash)?.[1]
}

/** The WebSockets of a host; frames on `/engine` go on to the engine unread. */
export const socketPaths = { host: '/host', engine: '/engine' } as const

// Where a window may go and what it may ask for (RELIABILITY T8): its own host, and nothing else.

/** True for pages and requests of the host that this window shows. */
export function isOwnAddress(address: string, origin: string): boolean {
  const url = parse(address)
  // Opaque addresses (data:, file:) all have the origin “null”.
  if (url?.protocol !== 'http:' || url.origin !== origin) return false
  return url.username === '' && url.password === ''
}

/** Requests of a page: the host over HTTP or its sockets, and what the page made itself. */
export function isAllowedRequest(address: string, origin: string): boolean {
  const url = parse(address)
  if (!url) return false
  if (url.protocol === 'data:' || url.protocol === 'devtools:') return true
  if (url.protocol === 'blob:') return address.startsWith(`blob:${origin}/`)
  if (url.protocol === 'ws:') return isOwnAddress(address.replace(/^ws:/i, 'http:'), origin)
  return isOwnAddress(address, origin)
}

/** Sites that the help links to. */
const externalHosts: readonly string[] = [
  'arxiv.org',
  'doi.org',
  'js.tensorflow.org',
  'keras.io',
  'pytorch.org',
  'www.tensorflow.org',
]

/** Links that open in the person's browser; every other one does nothing. */
export function isAllowedOutside(address: string): boolean {
  const url = parse(address)
  if (url?.protocol !== 'https:' || url.port !== '') return false
  if (url.username !== '' || url.password !== '') return false
  return externalHosts.includes(url.hostname)
}

/** Copying is all that the page asks for. */
export function isAllowedPermission(permission: string, address: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOwnAddress(address, origin)
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}

// The one gate before every route and upgrade (RELIABILITY T1–T4). A page of any web site can send
// requests to this machine, and a foreign name can be made to point at it; so the Host must be one of
// ours, the Origin exactly the Host's, and the token known.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { tokenFromProtocols } from '../../shared/rpc/access.ts'

export interface GatePolicy {
  /** Allowed host names without port, in lower case; IPv6 in brackets. */
  readonly names: readonly string[]
  readonly port: number
  readonly token: string
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly status: 400 | 401 | 403; readonly wrongToken: boolean }

export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

const allowed: Verdict = { allowed: true }
const foreign: Verdict = { allowed: false, status: 403, wrongToken: false }
const withoutToken: Verdict = { allowed: false, status: 401, wrongToken: false }
const withWrongToken: Verdict = { allowed: false, status: 401, wrongToken: true }

type Request = Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>

/** 256 bits, in letters that need no escaping in an address or a header. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** For every request: is it addressed to this host, by one of its names? */
export function checkAddress(request: Request, policy: GatePolicy): Verdict {
  // A whole address in the request line would win over the Host header.
  if (!request.url?.startsWith('/')) return { allowed: false, status: 400, wrongToken: false }
  return hostOf(request, policy) === undefined ? foreign : allowed
}

/** For routes that are not open: the token in `Authorization`, and no foreign page behind it. */
export function checkRequest(request: Request, policy: GatePolicy): Verdict {
  const address = checkAddress(request, policy)
  if (!address.allowed) return address
  const origins = valuesOf(request, 'origin')
  if (origins.length > 0 && !isOwnOrigin(request, policy)) return foreign
  const site = valuesOf(request, 'sec-fetch-site')
  if (site.some(value => value !== 'same-origin' && value !== 'none')) return foreign
  const headers = valuesOf(request, 'authorization')
  if (headers.length === 0) return withoutToken
  const token = /^Bearer ([A-Za-z0-9_-]+)$/.exec(headers[0] ?? '')?.[1]
  if (headers.length > 1 || token === undefined) return withWrongToken
  return isSame(token, policy.token) ? allowed : withWrongToken
}

/** For upgrades: browsers do not hold them to the same-origin rule, so the Origin must be there. */
export function checkUpgrade(request: Request, policy: GatePolicy): Verdict {
  const address = checkAddress(request, policy)
  if (!address.allowed) return address
  if (!isOwnOrigin(request, policy)) return foreign
  const token = tokenFromProtocols(request.headers['sec-websocket-protocol'])
  if (token === undefined) return withoutToken
  return isSame(token, policy.token) ? allowed : withWrongToken
}

/** The Host header, if there is exactly one and it is one of ours with our port. */
function hostOf(request: Request, policy: GatePolicy): string | undefined {
  const hosts = valuesOf(request, 'host')
  const host = hosts[0]?.toLowerCase()
  if (hosts.length !== 1 || host === undefined) return undefined
  const known = policy.names.some(
    name => host === `${name}:${policy.port}` || (policy.port === 80 && host === name),
  )
  return known ? host : undefined
}

function isOwnOrigin(request: Request, policy: GatePolicy): boolean {
  const origins = valuesOf(request, 'origin')
  const host = hostOf(request, policy)
  return host !== undefined && origins.length === 1 && origins[0] === `http://${host}`
}

/** Every value of a header: Node keeps only the first of some doubled ones. */
function valuesOf(request: Request, name: string): string[] {
  const raw = request.rawHeaders
  return raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name)
}

/** Takes the same time wherever the first difference is. */
export function isSame(offered: string, token: string): boolean {
  return timingSafeEqual(digest(offered), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

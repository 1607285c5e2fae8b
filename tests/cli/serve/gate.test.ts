// RELIABILITY T1–T4 over real sockets.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEntrance } from '../../../cli/serve/entrance.ts'
import { createToken } from '../../../cli/serve/gate.ts'
import { isLoopback, startHost } from '../../../cli/serve/host.ts'
import { openRoutes } from '../../../cli/serve/server.ts'
import { createWrongTokens } from '../../../cli/serve/wrong-tokens.ts'
import { sendRaw, startTestHost, type TestHost } from './test-host.ts'

let test1: TestHost
beforeAll(async () => {
  test1 = await startTestHost()
})
afterAll(async () => {
  await test1.close()
})

const lines = (...parts: (string | undefined)[]) =>
  `${parts.filter(part => part !== undefined).join('\r\n')}\r\n\r\n`

function get(path: string, host: string | undefined, ...headers: string[]) {
  return sendRaw(
    test1.host.port,
    lines(
      `GET ${path} HTTP/1.1`,
      host === undefined ? undefined : `Host: ${host}`,
      'Connection: close',
      ...headers,
    ),
  )
}

function upgrade(path: string, options: { host?: string; origin?: string[]; protocols?: string }) {
  const { host = `127.0.0.1:${test1.host.port}`, origin = [], protocols } = options
  return sendRaw(
    test1.host.port,
    lines(
      `GET ${path} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...origin.map(value => `Origin: ${value}`),
      protocols === undefined ? undefined : `Sec-WebSocket-Protocol: ${protocols}`,
    ),
  )
}

describe('an upgrade (T1)', () => {
  const origins = (port: number): Record<string, string[]> => ({
    right: [`http://127.0.0.1:${port}`],
    none: [],
    null: ['null'],
    foreign: ['http://evil.example'],
    'another port': [`http://127.0.0.1:${port + 1}`],
    'without port': ['http://127.0.0.1'],
    secure: [`https://127.0.0.1:${port}`],
    'another name of ours': [`http://localhost:${port}`],
    'ours as a prefix': [`http://127.0.0.1:${port}.evil.example`],
    'ours as a user': [`http://127.0.0.1:${port}@evil.example`],
    'ours with a path': [`http://127.0.0.1:${port}/`],
    doubled: [`http://127.0.0.1:${port}`, 'http://evil.example'],
    'upper case': [`HTTP://127.0.0.1:${port}`],
  })
  const protocols = (token: string): Record<string, string | undefined> => ({
    right: `layerloom, layerloom.token.${token}`,
    none: undefined,
    'protocol only': 'layerloom',
    'token without protocol': `layerloom.token.${token}`,
    empty: 'layerloom, layerloom.token.',
    wrong: `layerloom, layerloom.token.${createToken()}`,
    'one letter less': `layerloom, layerloom.token.${token.slice(0, -1)}`,
    'one letter more': `layerloom, layerloom.token.${token}A`,
    'other case': `layerloom, layerloom.token.${token.toLowerCase()}`,
  })

  test.each(['/host', '/engine'])('%s is open for one cell of Origin × token', async path => {
    await expect.poll(() => test1.host.engineState.state).toBe('ready')
    const accepted: string[] = []
    for (const [origin, values] of Object.entries(origins(test1.host.port))) {
      for (const [token, offered] of Object.entries(protocols(test1.host.token))) {
        const cell = { origin: values, ...(offered !== undefined && { protocols: offered }) }
        const { status, head } = await upgrade(path, cell)
        expect([101, 401, 403, 429]).toContain(status)
        if (status === 101) accepted.push(`${origin} × ${token}`)
        expect(head).not.toContain(test1.host.token)
      }
    }
    expect(accepted).toEqual(['right × right'])
  })

  test('on any other path is refused even with everything right', async () => {
    const { port, token } = test1.host
    const right = {
      origin: [`http://127.0.0.1:${port}`],
      protocols: `layerloom, layerloom.token.${token}`,
    }
    for (const path of [
      '/',
      '/hosts',
      '/host/',
      '/host?x',
      '//host',
      '/engine/../host',
      '/health',
    ]) {
      expect((await upgrade(path, right)).status, path).toBe(404)
    }
    expect((await upgrade('/host', right)).status).toBe(101)
  })

  test('with a token in the address instead is refused', async () => {
    const { port, token } = test1.host
    const origin = [`http://127.0.0.1:${port}`]
    expect((await upgrade(`/host?token=${token}`, { origin })).status).toBe(401)
  })
})

describe('the Host header (T2)', () => {
  const hosts = (port: number): Record<string, string> => ({
    empty: '',
    foreign: 'evil.example',
    'foreign with our port': `evil.example:${port}`,
    'ours as a prefix': `localhost.evil:${port}`,
    'ours as a suffix': `evil-localhost:${port}`,
    'no port': '127.0.0.1',
    'another port': `127.0.0.1:${port + 1}`,
    'port with a zero': `127.0.0.1:0${port}`,
    'ours as a user': `127.0.0.1:${port}@evil.example`,
    decimal: `2130706433:${port}`,
    short: `127.1:${port}`,
    'any address': `0.0.0.0:${port}`,
    'trailing dot': `localhost.:${port}`,
    list: `127.0.0.1:${port}, evil.example`,
  })

  test.each(['/', '/health', '/assets/page-1a2b.js', '/nothing'])(
    'of another host is refused on %s',
    async path => {
      const authorization = `Authorization: Bearer ${test1.host.token}`
      for (const [what, host] of Object.entries(hosts(test1.host.port))) {
        expect((await get(path, host, authorization)).status, what).toBe(403)
      }
      const own = `127.0.0.1:${test1.host.port}`
      expect((await get(path, undefined, authorization)).status, 'none').toBe(403)
      expect((await get(path, own, 'Host: evil.example', authorization)).status, 'two').toBe(403)
      expect((await get(path, own, `Host: ${own}`, authorization)).status, 'twice').toBe(403)
    },
  )

  test('of another host is refused on upgrades', async () => {
    const protocols = `layerloom, layerloom.token.${test1.host.token}`
    for (const [what, host] of Object.entries(hosts(test1.host.port))) {
      const { status } = await upgrade('/host', { host, origin: [`http://${host}`], protocols })
      expect(status, what).toBe(403)
    }
  })

  test('is ours by every loopback name', async () => {
    const { port } = test1.host
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect((await get('/', `${name}:${port}`)).status, name).toBe(200)
    }
  })

  test('cannot be evaded by a whole address in the request line', async () => {
    const { port } = test1.host
    for (const target of [`http://evil.example/`, `http://127.0.0.1:${port}/`, '*']) {
      const { status } = await get(target, `127.0.0.1:${port}`)
      expect([400, 403, 404], target).toContain(status)
    }
  })
})

describe('routes (T3)', () => {
  test('need the token unless they are the files of the page', async () => {
    const { port, token, routes } = test1.host
    expect(routes.length).toBeGreaterThan(2)
    const guarded = routes.filter(route => !openRoutes.includes(route))
    expect(guarded).toContain('GET /health')
    for (const route of guarded) {
      const [method, path] = route.split(' ')
      const request = (...headers: string[]) =>
        sendRaw(
          port,
          lines(
            `${method} ${path} HTTP/1.1`,
            `Host: 127.0.0.1:${port}`,
            'Connection: close',
            ...headers,
          ),
        )
      expect((await request()).status, route).toBe(401)
      expect((await request('Authorization: Bearer wrong')).status, route).toBe(401)
      expect((await request(`Authorization: Basic ${token}`)).status, route).toBe(401)
      expect((await request(`Cookie: token=${token}`)).status, route).toBe(401)
      const bearer = `Authorization: Bearer ${token}`
      expect((await request(bearer, bearer)).status, route).toBe(401)
      expect((await request(bearer, 'Origin: http://evil.example')).status, route).toBe(403)
      expect((await request(bearer, 'Origin: null')).status, route).toBe(403)
      expect((await request(bearer, 'Sec-Fetch-Site: cross-site')).status, route).toBe(403)
      expect((await request(bearer)).status, route).toBe(200)
    }
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s has no effect anywhere',
    async method => {
      const { port, token } = test1.host
      for (const path of ['/', '/health', '/host', '/engine', '/assets/page-1a2b.js']) {
        const request = (...headers: string[]) =>
          sendRaw(
            port,
            lines(
              `${method} ${path} HTTP/1.1`,
              `Host: 127.0.0.1:${port}`,
              'Connection: close',
              'Content-Type: application/x-www-form-urlencoded',
              'Content-Length: 0',
              ...headers,
            ),
          )
        expect((await request()).status, path).toBe(401)
        const status = (await request(`Authorization: Bearer ${token}`)).status
        expect([404, 405, 415], path).toContain(status)
      }
    },
  )

  test('carry the policy that keeps foreign scripts and frames out', async () => {
    const { head } = await get('/', `127.0.0.1:${test1.host.port}`)
    const policy = /^content-security-policy: (.*)$/im.exec(head)?.[1] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("worker-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${test1.host.port}`)
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/)
    expect(head.toLowerCase()).not.toContain('set-cookie')
    expect(head.toLowerCase()).not.toContain('access-control-allow')
    expect(head.toLowerCase()).toContain('x-content-type-options: nosniff')
  })

  test('give out no file beside those of the page', async () => {
    const own = `127.0.0.1:${test1.host.port}`
    const ways = [
      '/../state/hosts',
      '/..%2f..%2fstate',
      '/%2e%2e/work',
      '/..\\..\\x',
      '/assets/../../work',
      '/.env',
      '//etc/passwd',
      '/%00',
    ]
    for (const path of ways) {
      const { status, body } = await get(path, own)
      expect([400, 403, 404], path).toContain(status)
      expect(body, path).not.toContain(test1.host.token)
    }
  })
})

describe('binding and token (T4)', () => {
  test('another address than this machine’s own is refused without the flag', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.1.evil', '']) {
      const error = await startHost({ host, folder: test1.work }).catch(thrown => thrown)
      expect(error.message, host).toContain('--allow-remote')
    }
    for (const host of ['127.0.0.1', '127.5.5.5', 'localhost', '::1']) {
      expect(isLoopback(host), host).toBe(true)
    }
  })

  test('a token has 256 bits of chance', () => {
    const tokens = Array.from({ length: 1000 }, createToken)
    expect(new Set(tokens).size).toBe(1000)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  test('the token lies in one file that only its owner may read, outside the workspace', async () => {
    const hosts = join(test1.folder, 'state', 'hosts')
    const [name = ''] = await readdir(hosts)
    const path = join(hosts, name)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(hosts)).mode & 0o077).toBe(0)
    expect(await readFile(path, 'utf8')).toContain(test1.host.token)
    expect(path.startsWith(test1.work)).toBe(false)
  })

  test('the token is in no answer, and not in the part of the address that is sent', async () => {
    const { port, token, address } = test1.host
    expect(new URL(address).hash).toBe(`#token=${token}`)
    expect(new URL(address).href.split('#')[0]).not.toContain(token)
    const own = `127.0.0.1:${port}`
    const answers = [
      await get('/', own),
      await get(`/${token}`, own),
      await get(`/${'x'.repeat(20_000)}${token}`, own),
      await get('/%', own),
      await get('/health', own, `Authorization: Bearer ${token}`),
      await sendRaw(port, `nonsense ${token}\r\n\r\n`),
    ]
    for (const { head, body } of answers) expect(head + body).not.toContain(token)
  })

  test('a browser gets an address that works once and tells the token only then', async () => {
    const { port, token } = test1.host
    const own = `127.0.0.1:${port}`
    const address = test1.host.entrance()
    expect(address).not.toContain(token)
    const path = new URL(address).pathname
    expect((await get(path, 'evil.example')).status).toBe(403)
    const head = await sendRaw(
      port,
      lines(`HEAD ${path} HTTP/1.1`, `Host: ${own}`, 'Connection: close'),
    )
    expect(head.status).toBe(404)
    const first = await get(path, own)
    expect(first.status).toBe(302)
    expect(first.head).toContain(`location: /#token=${token}`)
    expect(first.head).toContain('cache-control: no-store')
    const second = await get(path, own)
    expect(second.status).toBe(403)
    expect(second.head + second.body).not.toContain(token)
    expect((await get(`/enter/${createToken()}`, own)).status).toBe(403)
  })

  test('such an address is worthless after two minutes', () => {
    let now = 0
    const entrance = createEntrance(() => now)
    const [early, late] = [entrance.issue(), entrance.issue()].map(path =>
      path.slice('/enter/'.length),
    )
    now = 119_000
    expect(entrance.redeem(early ?? '')).toBe(true)
    now = 121_000
    expect(entrance.redeem(late ?? '')).toBe(false)
  })

  test('1,000 wrong tokens are slowed while the right one is not', async () => {
    const { port, token } = test1.host
    const own = `127.0.0.1:${port}`
    const begin = Date.now()
    let answered = 0
    const wrong = Array.from({ length: 1000 }, async () => {
      const { status } = await get('/health', own, `Authorization: Bearer ${createToken()}`)
      if (status === 401) answered += 1
      else expect(status).toBe(429)
    })
    await new Promise(resolve => setTimeout(resolve, 300))
    const before = Date.now()
    expect((await get('/health', own, `Authorization: Bearer ${token}`)).status).toBe(200)
    expect(Date.now() - before).toBeLessThan(2000)
    await Promise.all(wrong)
    const seconds = (Date.now() - begin) / 1000
    // Ten a second after the first ten; the rest is told that it comes too often.
    expect(answered).toBeLessThanOrEqual(12 + seconds * 10)
    expect(answered).toBeGreaterThan(10)
  })

  test('wrong tokens that come one by one are answered ten a second', async () => {
    const gate = createWrongTokens({ free: 3, interval: 20, longest: 1000 })
    const begin = performance.now()
    for (let number = 0; number < 23; number += 1) expect(await gate.wait()).toBe(true)
    expect(performance.now() - begin).toBeGreaterThan(19 * 20)
  })
})

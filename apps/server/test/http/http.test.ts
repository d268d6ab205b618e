import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type BuiltServer, shareBuiltServer, startBuiltServer } from '../support/built-server.ts'
import { sendRaw } from '../support/raw-request.ts'
import { productionEnv } from '../support/production-env.ts'
import { ada, startTestServer, type Visitor } from '../support/test-server.ts'

/** Sends bytes that no HTTP library would, and reads the status line. */
function rawStatus(server: BuiltServer, request: string): Promise<string> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request))
    let received = ''
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      socket.end()
    })
    socket.on('close', () => resolve(received.split('\r\n', 1)[0] ?? ''))
    socket.on('error', reject)
  })
}

let users = 0

/** Signs up a user of its own for each test of a shared server. */
async function signUpNewUser(visitor: Visitor): Promise<Visitor> {
  users += 1
  expect((await visitor.mutate('auth.signUp', { ...ada, email: `ada${users}@example.com` })).status).toBe(200)
  return visitor
}

describe('the session cookie', () => {
  it('is bound to the host and to https', async () => {
    const server = await startBuiltServer({ env: productionEnv })
    const visitor = server.visitor()
    const { headers } = await visitor.mutate('auth.signUp', ada)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-latchkey=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(
        /^__Host-latchkey-browser=[\w.-]{80,90}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ])
    expect((await visitor.query('auth.me')).body.result.data.user.name).toBe('Ada')
  })

  const shared = shareBuiltServer()

  it('drops prefix and Secure over plain http on localhost', async () => {
    const { headers } = await shared().visitor().mutate('auth.signUp', ada)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^latchkey=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^latchkey-browser=[\w.-]{80,90}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
  })

  it('outlives the browser only when the user chose to stay signed in, and no longer than the session', async () => {
    const input = { ...ada, email: 'remembered@example.com', remember: true }
    const { headers } = await shared().visitor().mutate('auth.signUp', input)
    const maxAge = Number(/Max-Age=(\d+)/.exec(headers.get('Set-Cookie') ?? '')?.[1])
    expect(maxAge).toBeGreaterThan(90 * 86_400 - 60)
    expect(maxAge).toBeLessThanOrEqual(90 * 86_400)
  })

  it('is ignored when there are two of it', async () => {
    const visitor = await signUpNewUser(shared().visitor())
    const { cookie } = visitor
    for (const twice of [`${cookie}; ${cookie}`, `${cookie}; latchkey=planted`, `latchkey=planted; ${cookie}`]) {
      visitor.cookie = twice
      expect((await visitor.query('auth.me')).body.result.data).toBeNull()
    }
    visitor.cookie = `theme=dark; ${cookie}; latchkey2=x`
    expect((await visitor.query('auth.me')).body.result.data).not.toBeNull()
  })
})

describe('requests from other sites', () => {
  const origin = 'http://localhost:0'
  const shared = shareBuiltServer({ env: { ATTEMPTS_PER_NETWORK: '1000' } })
  const signedUp = (): Promise<Visitor> => signUpNewUser(shared().visitor())

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ 'Sec-Fetch-Site': 'none' }, 403],
    [{ 'Sec-Fetch-Site': 'same-origin, same-origin' }, 403],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: origin }, 403],
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Origin: `${origin}.evil.example` }, 403],
    [{ Origin: '' }, 403],
    [{ Referer: 'https://evil.example/page' }, 403],
    [{ Referer: `${origin}.evil.example/` }, 403],
    [{ Referer: 'not an address' }, 403],
    [{ Referer: '' }, 200],
    [{ Referer: `${origin}/sign-in?next=1` }, 200],
    [{ Referer: 'https://evil.example/page', Origin: origin }, 200],
    [{ Referer: 'https://evil.example/page', 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{ Origin: origin }, 200],
    [{}, 200],
  ])('with %j get %d', async (headers, status) => {
    const visitor = await signedUp()
    const answer = await visitor.mutate('sessions.endOthers', undefined, headers)
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.body.error.data.reason).toBe('CROSS_SITE_REQUEST')
  })

  it('are refused without a session too, and change nothing', async () => {
    const server = await startBuiltServer()
    const visitor = server.visitor()
    const answer = await visitor.mutate('auth.signUp', ada, { 'Sec-Fetch-Site': 'cross-site' })
    expect(answer.status).toBe(403)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await visitor.mutate('auth.signUp', ada)).status).toBe(200)
  })

  it('are refused for queries too', async () => {
    const visitor = await signedUp()
    expect((await visitor.query('auth.me', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await visitor.query('auth.me', { 'Sec-Fetch-Site': 'none' })).status).toBe(200)
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    '',
  ])('are refused as %j, which a form can send', async (type) => {
    const visitor = await signedUp()
    const answer = await visitor.post('auth.signOut', '', { 'Content-Type': type })
    expect(answer.status).toBe(415)
    expect((await visitor.query('auth.me')).body.result.data).not.toBeNull()
  })

  it('can’t call a mutation through GET, HEAD or a method override', async () => {
    const visitor = await signedUp()
    expect((await visitor.query('auth.signOut')).status).toBe(405)
    expect((await visitor.query('auth.signOut', { 'X-HTTP-Method-Override': 'POST' })).status).toBe(405)
    expect((await visitor.request('/trpc/auth.signOut', { method: 'HEAD' })).status).toBe(405)
    expect((await visitor.query('auth.me')).body.result.data).not.toBeNull()
  })
})

describe('every answer', () => {
  const paths = ['/', '/sign-in', '/nowhere.js', '/trpc/auth.me', '/trpc/nope', '/healthz', '/readyz']

  const shared = shareBuiltServer({ webFiles: { 'icon-192.png': 'png' } })

  it.each(paths)('%s carries the security headers and a request id', async (path) => {
    const { headers } = await shared().visitor().request(path)
    const policy = headers.get('Content-Security-Policy') ?? ''
    for (const rule of [`default-src 'none'`, `script-src 'self';`, `frame-ancestors 'none'`, `base-uri 'none'`]) {
      expect(policy).toContain(rule)
    }
    expect(policy).not.toMatch(/unsafe-(inline|eval)/)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('X-Powered-By')).toBeNull()
  })

  it.each(['/assets/app-1a2b3c.js', '/favicon.svg', '/icon-192.png'])(
    '%s carries the security headers that a file needs, and no others',
    async (path) => {
      const { headers } = await shared().visitor().request(path)
      const caching = ['accept-ranges', 'cache-control', 'content-encoding', 'etag', 'last-modified', 'vary']
      const ofHttp = ['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'x-request-id']
      const others = new Set([...caching, ...ofHttp])
      expect(Object.fromEntries([...headers].filter(([name]) => !others.has(name)))).toEqual({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
      })
    },
  )

  it('tells caches not to store it when it comes from the API', async () => {
    const visitor = shared().visitor()
    const answers = [
      await visitor.mutate('auth.signUp', ada),
      await visitor.query('auth.me'),
      await visitor.query('auth.me,sessions.list?batch=1'),
      await visitor.query('nope'),
      await visitor.query('auth.me', { 'Sec-Fetch-Site': 'cross-site' }),
      await visitor.post('auth.signOut', '', { 'Content-Type': 'text/plain' }),
    ]
    for (const { headers } of answers) expect(headers.get('Cache-Control')).toBe('no-store')
    expect(answers[1]?.headers.get('Vary')).toContain('Sec-Fetch-Site')
  })

  it('has status 405 for a method that has no handler', async () => {
    const server = shared()
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      expect((await server.visitor().request('/', { method })).status).toBe(405)
    }
    expect(await rawStatus(server, 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n')).toContain('405')
  })
})

describe('the page of the web app', () => {
  const page =
    '<!doctype html><html data-frame="__FRAME__"><script>first()</script><script src="/a.js"></script></html>'
  const shared = shareBuiltServer({ webFiles: { 'index.html': page } })

  it('may run the script that stands in it, by the hash of its text, and no other', async () => {
    const { headers } = await shared().visitor().request('/')
    const hash = createHash('sha256').update('first()').digest('base64')
    expect(headers.get('Content-Security-Policy')).toContain(`script-src 'self' 'sha256-${hash}';`)
  })

  it('is sent with the frame of its path, and with a card to a visitor without a session', async () => {
    const frame = async (visitor: Visitor, path: string): Promise<string | undefined> =>
      /data-frame="(\w+)"/.exec((await visitor.request(path)).text)?.[1]
    const stranger = shared().visitor()
    const user = await signUpNewUser(shared().visitor())
    const frames = []
    for (const path of ['/', '/timeline', '/device', '/nowhere']) {
      frames.push([path, await frame(stranger, path), await frame(user, path)])
    }
    expect(frames).toEqual([
      ['/', 'card', 'rail'],
      ['/timeline', 'card', 'rail'],
      ['/device', 'card', 'card'],
      ['/nowhere', 'card', 'card'],
    ])
  })
})

describe('the web app', () => {
  const shared = shareBuiltServer()

  it('leads a password manager to the page that changes the password', async () => {
    const answer = await shared().visitor().request('/.well-known/change-password', { redirect: 'manual' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/password'])
    expect((await shared().visitor().request('/password')).status).toBe(200)
    const unknown = await shared().visitor().request('/.well-known/resource-that-should-not-exist-whose-status-code')
    expect(unknown.status).toBe(404)
  })

  it('is one page for every navigation, with the nonce of the answer, and is not stored', async () => {
    const server = shared()
    for (const path of ['/', '/sign-in?x=1', '/oauth/callback/google?code=1', '/some/where?x=1', '/index.html']) {
      const { headers, text } = await server.visitor().request(path, { headers: { Accept: 'text/html' } })
      expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(headers.get('Cache-Control')).toBe('no-store')
      const nonce = /nonce-([\w-]{22})'/.exec(headers.get('Content-Security-Policy') ?? '')?.[1]
      expect(nonce).toBeDefined()
      expect(text).toContain(`nonce="${nonce}"`)
    }
  })

  it.each([
    ['/', 200],
    ['/sign-in', 200],
    ['/sign-in/', 200],
    ['/oauth/callback/google?code=1', 200],
    ['/some/where', 404],
    ['/sign-in/more', 404],
    ['/oauth', 404],
    ['/index.html', 404],
  ])('is answered at %s with %d', async (path, status) => {
    const answer = await shared()
      .visitor()
      .request(path, { headers: { Accept: 'text/html' } })
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('<title>Latchkey</title>')])
  })

  it('lets browsers keep hashed files, compresses where they accept it, and revalidates the rest', async () => {
    const server = shared()
    const script = await server
      .visitor()
      .request('/assets/app-1a2b3c.js', { headers: { 'Accept-Encoding': 'identity' } })
    expect(script.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(script.text).toBe('export {}')
    const favicon = await server.visitor().request('/favicon.svg')
    expect(favicon.headers.get('Cache-Control')).toBe('no-cache')
    const brotli = await server.visitor().rawBody('/assets/app-1a2b3c.js', { 'Accept-Encoding': 'gzip, br' })
    expect(brotli).toEqual({ encoding: 'br', type: expect.stringContaining('javascript'), bytes: 'brotli' })
  })

  it('serves the files that it read at the start after the folder was deleted', async () => {
    const server = await startBuiltServer()
    rmSync(server.webFolder, { recursive: true })
    const script = await server
      .visitor()
      .request('/assets/app-1a2b3c.js', { headers: { 'Accept-Encoding': 'identity' } })
    expect([script.status, script.text, script.headers.get('Content-Encoding')]).toEqual([200, 'export {}', null])
    const brotli = await server.visitor().rawBody('/assets/app-1a2b3c.js', { 'Accept-Encoding': 'br' })
    expect(brotli).toEqual({ encoding: 'br', type: expect.stringContaining('javascript'), bytes: 'brotli' })
    expect((await server.visitor().request('/')).status).toBe(200)
  })

  it('answers conditional requests and HEAD without a body, with one tag for each encoding', async () => {
    // Not with fetch, which adds `Cache-Control: no-cache` to a conditional request.
    const ask = async (lines: readonly string[], method = 'GET'): Promise<Headers> => {
      const { text } = await sendRaw(shared().url, '/assets/app-1a2b3c.js', lines, { method })
      const [head = '', body = ''] = text.split('\r\n\r\n', 2)
      const [status = '', ...headers] = head.split('\r\n')
      const pairs = headers.map((line): [string, string] => [line.split(': ')[0] ?? '', line.split(': ')[1] ?? ''])
      return new Headers([...pairs, ['status', status.split(' ')[1] ?? ''], ['body', body]])
    }
    const full = await ask([])
    const [tag, modified] = [full.get('ETag'), full.get('Last-Modified')]
    expect(tag).toMatch(/^W\/"9-[0-9a-f]+"$/)
    expect([full.get('status'), full.get('body'), full.get('Vary')]).toEqual(['200', 'export {}', 'Accept-Encoding'])
    for (const condition of [`If-None-Match: ${tag}`, `If-Modified-Since: ${modified}`]) {
      const same = await ask([condition])
      expect([same.get('status'), same.get('body'), same.get('ETag')]).toEqual(['304', '', tag])
      expect(same.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    }
    expect((await ask(['If-None-Match: "other"'])).get('status')).toBe('200')
    expect((await ask([`If-None-Match: ${tag}`, 'Accept-Encoding: br'])).get('status')).toBe('200')
    const head = await ask([], 'HEAD')
    expect([head.get('status'), head.get('body'), head.get('Content-Length')]).toEqual(['200', '', '9'])
  })

  it.each([
    ['gzip, br', 'br'],
    ['br;q=0, gzip', undefined],
    ['br;q=0.1, gzip;q=1', 'br'],
    ['*', 'br'],
    ['identity', undefined],
    ['', undefined],
  ])('answers Accept-Encoding %j with %s', async (accepted, encoding) => {
    const answer = await shared().visitor().rawBody('/assets/app-1a2b3c.js', { 'Accept-Encoding': accepted })
    expect(answer.encoding).toBe(encoding)
  })

  it.each([
    '/nowhere.js',
    '/assets/',
    '/assets/nowhere.js',
    '/.git/HEAD',
    '/.env',
    '/package.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
  ])('has nothing at %s', async (path) => {
    expect(await rawStatus(shared(), `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toContain('404')
  })
})

describe('health', () => {
  it('is alive while the process answers, and ready while the database answers', async () => {
    const server = await startTestServer()
    expect((await server.visitor().request('/healthz')).body).toEqual({ status: 'alive' })
    expect((await server.visitor().request('/readyz')).body).toEqual({ status: 'ready' })
    await server.container.close()
    expect((await server.visitor().request('/healthz')).status).toBe(200)
    expect((await server.visitor().request('/readyz')).status).toBe(503)
  })
})

describe('a fault', () => {
  it('gives a neutral message and a request id, and logs the cause with that id', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    await server.container.close()
    for (const answer of [await visitor.query('auth.me'), await server.visitor().mutate('auth.signUp', ada)]) {
      expect(answer.status).toBe(500)
      const { message, data } = answer.body.error
      expect(data).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        httpStatus: 500,
        reason: 'INTERNAL',
        requestId: answer.headers.get('X-Request-Id'),
      })
      expect(message).toBe('Something went wrong on our side. Try again.')
      const line = server.log.find((logged) => logged.includes(data.requestId) && logged.includes('"err"'))
      expect(line).toMatch(/database connection is not open|PostgreSQL are closed|after calling end on the pool/)
    }
  })
})

describe('trust in proxies', () => {
  const spoofed = { 'X-Forwarded-For': '198.51.100.1, 198.51.100.2' }
  const addressSeen = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const server = await startTestServer({ env })
    const visitor = server.visitor(spoofed)
    await visitor.mutate('auth.signUp', ada)
    return (await visitor.query('auth.me')).body.result.data.session.ip
  }

  it('is none by default, one hop, or a list of networks', async () => {
    expect(await addressSeen({})).toBe('127.0.0.1')
    expect(await addressSeen({ TRUST_PROXY: '1' })).toBe('198.51.100.2')
    expect(await addressSeen({ TRUST_PROXY: '10.0.0.0/8' })).toBe('127.0.0.1')
    expect(await addressSeen({ TRUST_PROXY: '127.0.0.0/8,198.51.100.2' })).toBe('198.51.100.1')
  })

  const shared = shareBuiltServer({ env: { TRUST_PROXY: '1' } })

  it.each([
    ['203.0.113.7:5678', '203.0.113.7'],
    ['[2001:db8::1]:5678', '2001:db8::1'],
    ['x'.repeat(3000), null],
    ['203.0.113.7.8', null],
  ])('reads %s as %s', async (forwarded, address) => {
    const visitor = await signUpNewUser(shared().visitor({ 'X-Forwarded-For': forwarded }))
    expect((await visitor.query('auth.me')).body.result.data.session.ip).toBe(address)
  })
})

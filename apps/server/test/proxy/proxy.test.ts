import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { setTimeout } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { deploy, type Deployment } from '../support/deployment.ts'
import { HttpsClient } from '../support/https-client.ts'
import { caddy, exampleHost, nginx, programPath } from '../support/reverse-proxies.ts'
import { ada } from '../support/test-server.ts'

const laptopAddress = '127.0.0.9'
const phoneAddress = '127.0.0.10'
const attempts = 10
const waitOptions = { timeout: 30_000, interval: 50 }

/** The proxies on this machine; `pnpm test:proxy` requires nginx. */
const proxies = [nginx, caddy].filter(
  ({ program }) => spawnSync(program, ['-h'], { env: { PATH: programPath } }).error === undefined,
)

async function signUp(deployment: Deployment): Promise<HttpsClient> {
  const laptop = new HttpsClient(deployment, laptopAddress)
  expect((await laptop.mutate('auth.signUp', ada)).status).toBe(200)
  return laptop
}

describe.each(proxies)('behind $program', (proxy) => {
  it('a browser signs in with a cookie of this host alone, over HTTP/2 too', async () => {
    const deployment = await deploy(proxy)
    await signUp(deployment)
    const phone = new HttpsClient(deployment, phoneAddress)
    const signedIn = await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
    const cookie = signedIn.headers['set-cookie']?.find((set) => set.startsWith('__Host-latchkey=')) ?? ''
    expect(cookie.split('; ').slice(1)).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']),
    )
    expect(signedIn.headers['strict-transport-security']).toBeDefined()
    expect((await phone.query('auth.me')).body.result.data.user.email).toBe(ada.email)

    const session = connectHttp2(`https://${exampleHost}:${deployment.port}`, {
      host: '127.0.0.1',
      servername: exampleHost,
      ca: deployment.certificate,
    })
    onTestFinished(() => session.destroy())
    const stream = session.request({ ':path': '/trpc/auth.me', cookie: cookie.split(';', 1)[0] ?? '' })
    const [headers] = await once(stream, 'response')
    expect(headers[':status']).toBe(200)
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    expect(JSON.parse(text).result.data.user.email).toBe(ada.email)
  })

  it('the address of a client is the one that the proxy saw, whatever the client sends', async () => {
    const deployment = await deploy(proxy)
    const laptop = await signUp(deployment)
    expect((await laptop.query('auth.me')).body.result.data.session.ip).toBe(laptopAddress)

    const statuses: number[] = []
    for (let tries = 0; tries < attempts + 2; tries += 1) {
      const forged = `198.51.100.${tries}`
      const phone = new HttpsClient(deployment, phoneAddress)
      const answer = await phone.mutate(
        'auth.signIn',
        { email: ada.email, password: 'not the password' },
        { 'X-Forwarded-For': forged, 'X-Real-IP': forged, Forwarded: `for=${forged}` },
      )
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([...Array<number>(attempts).fill(401), 429, 429])
    expect(deployment.server.log.join('\n')).not.toContain('198.51.100.')
    expect(deployment.server.log.filter((line) => line.includes('"level":40'))).toEqual([])
  })

  it('a stream tells within a second that its session has ended, and ends', async () => {
    const deployment = await deploy(proxy)
    const laptop = await signUp(deployment)
    const phone = new HttpsClient(deployment, phoneAddress)
    await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
    const { id } = (await phone.query('sessions.list')).body.result.data.current

    const stream = await phone.open('GET', '/trpc/sessions.watch', { Accept: 'text/event-stream' })
    expect(stream.statusCode).toBe(200)
    let received = ''
    stream.on('data', (chunk: Buffer) => (received += chunk.toString()))
    const ended = once(stream, 'end')
    await vi.waitFor(() => expect(received).toContain('"type":"sessions"'), waitOptions)
    await laptop.mutate('sessions.end', { id })
    const answered = performance.now()
    await vi.waitFor(() => expect(received).toContain('"type":"ended"'), { timeout: 5000, interval: 5 })
    expect(performance.now() - answered).toBeLessThan(1000)
    await ended
  })

  const hidden = `GET /smuggled HTTP/1.1\r\nHost: ${exampleHost}\r\n\r\n`
  const head = `POST /trpc/auth.signOut HTTP/1.1\r\nHost: ${exampleHost}\r\nContent-Type: application/json\r\n`
  const chunks = `0\r\n\r\n${hidden}`

  it('a request that can be read as two never reaches the server as one that the proxy did not see', async () => {
    const deployment = await deploy(proxy)
    const client = new HttpsClient(deployment, laptopAddress)
    const requests: Readonly<Record<string, string>> = {
      'a length and chunks': `${head}Content-Length: ${chunks.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
      'chunks and a short length': `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
      'two lengths': `${head}Content-Length: 2\r\nContent-Length: ${2 + hidden.length}\r\n\r\n{}${hidden}`,
      'two lengths in a line': `${head}Content-Length: ${2 + hidden.length}, 2\r\n\r\n{}${hidden}`,
      'a folded encoding': `${head}Content-Length: ${chunks.length}\r\nTransfer-Encoding:\r\n chunked\r\n\r\n${chunks}`,
      'an encoding with a space before its colon': `${head}Content-Length: ${chunks.length}\r\nTransfer-Encoding : chunked\r\n\r\n${chunks}`,
      'an encoding after a tab': `${head}Content-Length: ${chunks.length}\r\nTransfer-Encoding:\tchunked\r\n\r\n${chunks}`,
      'an unknown encoding': `${head}Content-Length: ${chunks.length}\r\nTransfer-Encoding: xchunked\r\n\r\n${chunks}`,
      'two encodings': `${head}Content-Length: ${chunks.length}\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
      'a length after a folded header': `${head}X: a\r\n Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
      'a line feed in a name': `${head}X\nContent-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    }
    let answers = 0
    for (const [name, request] of Object.entries(requests)) {
      const socket = await client.connect()
      let received = ''
      socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')))
      socket.write(request)
      await vi.waitFor(() => expect(`${name}: ${received}`).toMatch(/: HTTP\/1\.1 \d{3}/), waitOptions)
      // What would have come through is answered before this, or on its way before it.
      expect((await client.query('auth.me')).status).toBe(200)
      socket.destroy()
      answers += received.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0
    }
    await vi.waitFor(() => expect(requestsOf(deployment, '/trpc/auth.me')).toHaveLength(Object.keys(requests).length))
    const hiddenRequests = requestsOf(deployment, '/smuggled').length
    expect(hiddenRequests + requestsOf(deployment, '/trpc/auth.signOut').length).toBeLessThanOrEqual(answers)
    // Caddy lets chunks win over a length (RFC 9112 §6.3), reads a second request after them, and answers it.
    expect(hiddenRequests).toBeLessThanOrEqual(proxy === nginx ? 0 : answers - Object.keys(requests).length)
  })

  it('requests over connections that the proxy keeps open are all answered', { timeout: 120_000 }, async () => {
    const deployment = await deploy(proxy)
    const statuses: number[] = []
    // Idle for about as long as Node keeps a connection open by default, when a request meets its end.
    for (const pauseMs of [0, 4950, 5050, 5950, 6000, 6050]) {
      await setTimeout(pauseMs)
      const posts = Array.from({ length: 12 }, () =>
        new HttpsClient(deployment, laptopAddress).mutate('auth.signIn', { email: 'x@example.com', password: 'x' }),
      )
      for (const { status } of await Promise.all(posts)) statuses.push(status)
    }
    expect(statuses).toHaveLength(72)
    expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([])
  })

  it('3,100 pipelined requests that are not read leave no descriptor open', { timeout: 120_000 }, async () => {
    const asset = '/assets/large-1a2b3c.js'
    const deployment = await deploy(proxy, { webFiles: { [asset]: 'x'.repeat(600_000) } })
    const client = new HttpsClient(deployment, laptopAddress)
    const descriptors = (): number => readdirSync(`/proc/${deployment.server.pid}/fd`).length
    const before = descriptors()
    expect((await client.get(asset)).status).toBe(200)
    const sockets: TLSSocket[] = []
    for (let opened = 0; opened < 31; opened += 1) {
      const socket = await client.connect()
      sockets.push(socket)
      await new Promise((resolve) => {
        socket.write(`GET ${asset} HTTP/1.1\r\nHost: ${exampleHost}\r\n\r\n`.repeat(100), resolve)
      })
    }
    expect((await client.get(asset)).status).toBe(200)
    for (const socket of sockets) socket.destroy()
    expect((await client.get(asset)).status).toBe(200)
    await deployment.stopProxy()
    await vi.waitFor(() => expect(descriptors()).toBeLessThanOrEqual(before), waitOptions)
  })
})

it('the log says what to set where the proxy sets no X-Forwarded-For', async () => {
  const deployment = await deploy(nginx, {
    change: (configuration) => configuration.replace(/^.*X-Forwarded-For \$remote_addr;\n/m, ''),
  })
  expect((await new HttpsClient(deployment, laptopAddress).get('/')).status).toBe(200)
  expect(deployment.server.log.join('\n')).toContain('have the proxy set it')
})

function requestsOf({ server }: Deployment, path: string): readonly string[] {
  return server.log.filter((line) => line.includes(`"path":"${path}"`))
}

import { once } from 'node:events'
import { createServer, get, type IncomingMessage, request, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createBalancer } from './balancer.ts'

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener))

/** A port that refuses connections. */
async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The address of a balancer in front of servers. */
async function balance(ports: readonly number[]): Promise<string> {
  return `http://127.0.0.1:${await listen(createBalancer(ports))}`
}

it('gives requests to the servers in turns, with their bodies, and their answers back as they are', async () => {
  const named = (name: string): RequestListener => {
    return (req, res) => {
      res.writeHead(201, { 'Set-Cookie': ['a=1', 'b=2'], 'X-Server': name })
      res.write(`${req.method} ${req.url} ${req.headers.host} `)
      req.pipe(res)
    }
  }
  const url = await balance([await serve(named('first')), await serve(named('second'))])
  const answers = []
  for (let turn = 0; turn < 4; turn += 1) answers.push(await fetch(`${url}/a?b=c`, { method: 'POST', body: 'text' }))
  expect(answers.map(({ headers }) => headers.get('X-Server'))).toEqual(['second', 'first', 'second', 'first'])
  for (const answer of answers) {
    expect(answer.status).toBe(201)
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await answer.text()).toBe(`POST /a?b=c ${new URL(url).host} text`)
  }
})

it('sets X-Forwarded-For to the address of its peer, whatever the peer sent', async () => {
  const url = await balance([await serve((req, res) => res.end(req.headers['x-forwarded-for']))])
  expect(await (await fetch(url, { headers: { 'X-Forwarded-For': '198.51.100.7' } })).text()).toBe('127.0.0.1')
})

it('asks the other server when one refuses the connection, also with a body', async () => {
  const echo = await serve((req, res) => req.pipe(res))
  const url = await balance([await closedPort(), echo])
  for (let turn = 0; turn < 4; turn += 1) {
    const answer = await fetch(url, { method: 'POST', body: `body ${turn}` })
    expect(await answer.text()).toBe(`body ${turn}`)
  }
})

it('sends a request again that a server took and did not answer, but none that may have changed something', async () => {
  let requests = 0
  const dying = await serve((req) => {
    requests += 1
    req.socket.destroy()
  })
  const url = await balance([dying, await serve((_req, res) => res.end('answered'))])
  for (let turn = 0; turn < 4; turn += 1) expect(await (await fetch(url)).text()).toBe('answered')
  expect(requests).toBe(2)
  const statuses = []
  for (let turn = 0; turn < 4; turn += 1) statuses.push((await fetch(url, { method: 'POST', body: 'text' })).status)
  expect(statuses).toEqual([200, 502, 200, 502])
  expect(requests).toBe(4)
})

it('answers 502 where no server takes the connection', async () => {
  expect((await fetch(await balance([await closedPort(), await closedPort()]))).status).toBe(502)
})

it('passes the parts of a stream as they come, and tells the server when the client leaves', async () => {
  const left = Promise.withResolvers<void>()
  let send: (part: string) => void = () => undefined
  const port = await serve((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders()
    res.once('close', left.resolve)
    send = (part) => res.write(part)
  })
  const call = get(await balance([port]))
  const [stream]: IncomingMessage[] = await once(call, 'response')
  for (const part of ['first', 'second']) {
    const data = once(stream ?? call, 'data')
    send(part)
    expect(String((await data)[0])).toBe(part)
  }
  call.destroy()
  call.on('error', () => undefined)
  await left.promise
})

it('cuts an answer that its server did not finish', async () => {
  const port = await serve((_req, res) => {
    res.writeHead(200, { 'Content-Length': '10' })
    res.write('half', () => res.destroy())
  })
  await expect((await fetch(await balance([port]))).text()).rejects.toThrow('terminated')
})

it('ends what it asked of a server when the client ends its request', async () => {
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const port = await serve((req) => {
    begun.resolve()
    req.on('error', () => undefined)
    req.once('close', ended.resolve)
  })
  const call = request(await balance([port]), { method: 'POST' })
  call.on('error', () => undefined)
  call.write('half')
  await begun.promise
  call.destroy()
  await ended.promise
})

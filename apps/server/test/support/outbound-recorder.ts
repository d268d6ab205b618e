/**
 * Loaded into a server before its program: appends the target of every connection that it opens to the file that
 * `OUTBOUND_FILE` names. TLS and `fetch` connect a socket of `node:net` too.
 */
import dgram from 'node:dgram'
import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'

// oxlint-disable-next-line node/no-process-env -- it is loaded before the program, which reads no such variable
const file = process.env['OUTBOUND_FILE'] ?? ''

/** Replaces a method of a prototype by one that records the target that it is called with. */
function record(prototype: object, method: string, targetOf: (args: readonly unknown[]) => string): void {
  const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown
  const recorded = new Proxy(original, {
    apply(target, self, args: unknown[]): unknown {
      appendFileSync(file, `${targetOf(args)}\n`)
      return Reflect.apply(target, self, args)
    },
  })
  Reflect.set(prototype, method, recorded)
}

interface ConnectOptions {
  readonly host?: string
  readonly port?: number | string
  readonly path?: string
}

record(Socket.prototype, 'connect', (args) => {
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[]
  if (typeof first !== 'object' || first === null) return `localhost:${String(first)}`
  const { host = 'localhost', port = '', path } = first as ConnectOptions
  return path ?? `${host}:${port}`
})
record(dgram.Socket.prototype, 'send', () => 'udp')

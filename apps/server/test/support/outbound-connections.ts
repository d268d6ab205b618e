import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { isOurs } from './raw-request.ts'

export interface Outbound {
  /** A server on this machine that nobody has a reason to call. */
  readonly bait: string
  /** What called out, other than `sendRaw`: by the channel that told. */
  readonly calls: readonly string[]
  /** Begins anew. */
  forget(): void
}

const channels = [
  'net.client.socket',
  'http.client.request.start',
  'undici:request:create',
  'undici:client:sendHeaders',
]

/** Sees every connection that this process opens from now on, whoever opens it, and every one that takes the bait. */
export async function watchOutbound(): Promise<Outbound> {
  const calls: string[] = []
  for (const channel of channels) {
    const listen = (message: unknown): void => {
      if (!isOurs((message as { socket?: Socket }).socket)) calls.push(channel)
    }
    subscribe(channel, listen)
    onTestFinished(() => void unsubscribe(channel, listen))
  }
  const trap = createServer((socket) => {
    calls.push('bait')
    socket.destroy()
  })
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => trap.close(() => resolve())))
  return { bait: `http://127.0.0.1:${(trap.address() as AddressInfo).port}`, calls, forget: () => void calls.splice(0) }
}

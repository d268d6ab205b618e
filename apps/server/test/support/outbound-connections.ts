import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { isOurs } from './raw-request.ts'

export interface Outbound {
  /** The address of a server on this machine that no code has a reason to call. */
  readonly bait: string
  /** The outbound calls other than those of `sendRaw`, each by the channel that reported it. */
  readonly calls: readonly string[]
  /** Empties the list of calls. */
  forget(): void
}

const channels = [
  'net.client.socket',
  'http.client.request.start',
  'undici:request:create',
  'undici:client:sendHeaders',
]

/** Records every connection that this process opens from now on, and every connection to the bait. */
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

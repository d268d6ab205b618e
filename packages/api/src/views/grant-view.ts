import type { AskedForCode, RegisteredClient, WaitingDevice } from '@latchkey/auth'
import type { ClientView, CodeRequestView, DeviceRequestView } from '@latchkey/schema'
import type { Viewer } from './viewer.ts'

export function clientView({ id, name }: RegisteredClient): ClientView {
  return { id, name }
}

export function codeRequestView(asked: AskedForCode): CodeRequestView {
  const client = clientView(asked.client)
  return asked.type === 'ask'
    ? { type: 'ask', client, answersTo: asked.answersTo, deniedTo: asked.deniedTo }
    : { type: 'malformed', client, problem: asked.problem, answerTo: asked.answerTo }
}

export function deviceRequestView(waiting: WaitingDevice, { placeOf }: Viewer): DeviceRequestView {
  return {
    userCode: waiting.userCode,
    client: clientView(waiting.client),
    device: waiting.device,
    ip: waiting.ip,
    place: placeOf(waiting.ip),
    sameNetwork: waiting.sameNetwork,
    askedAt: waiting.askedAt.toISOString(),
    expiresAt: waiting.expiresAt.toISOString(),
  }
}

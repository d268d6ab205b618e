import type { ConsentRequest, RegisteredClient, WaitingDevice } from '@latchkey/auth'
import type { ClientView, CodeRequestView, DeviceRequestView } from '@latchkey/schema'
import type { Viewer } from './viewer.ts'

export function clientView({ id, name }: RegisteredClient): ClientView {
  return { id, name }
}

export function codeRequestView(consent: ConsentRequest): CodeRequestView {
  const client = clientView(consent.client)
  return consent.type === 'ask'
    ? { type: 'ask', client, answersTo: consent.answersTo, deniedTo: consent.deniedTo }
    : { type: 'malformed', client, problem: consent.problem, answerTo: consent.answerTo }
}

export function deviceRequestView(waiting: WaitingDevice, { placeOf }: Viewer): DeviceRequestView {
  return {
    userCode: waiting.userCode,
    client: clientView(waiting.client),
    device: waiting.device,
    ip: waiting.ip,
    place: placeOf(waiting.ip),
    sameNetwork: waiting.sameNetwork,
    askedAt: waiting.requestedAt.toISOString(),
    expiresAt: waiting.expiresAt.toISOString(),
  }
}

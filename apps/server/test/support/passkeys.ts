import { SoftwareAuthenticator } from '@latchkey/auth/testing'
import { configuredOrigin, type Visitor } from './test-server.ts'

export interface AddedPasskey {
  readonly authenticator: SoftwareAuthenticator
  /** As the server shows it. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers that have no type yet
  readonly passkey: any
}

/** Adds a passkey to the user of a visitor with a recent step-up. */
export async function addPasskey(visitor: Visitor, origin = configuredOrigin): Promise<AddedPasskey> {
  const authenticator = new SoftwareAuthenticator({ origin })
  const options = await visitor.mutate('passkeys.registrationOptions', { mediation: 'optional' })
  const added = await visitor.mutate('passkeys.register', { response: authenticator.create(options.body.result.data) })
  if (added.status !== 200) throw new Error(`no passkey was added: ${added.text}`)
  return { authenticator, passkey: added.body.result.data }
}

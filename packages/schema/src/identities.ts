import { z } from 'zod'

export const identityIdInput = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not a connected account.')

export const unlinkInput = z.strictObject({ id: identityIdInput })
export type UnlinkInput = z.output<typeof unlinkInput>

/** One connected account as its owner sees it. Dates are ISO 8601 in UTC. */
export interface IdentityView {
  readonly id: string
  readonly provider: string
  readonly providerName: string
  /** What the provider last said; never what the user is found by. */
  readonly email: string | null
  readonly linkedAt: string
  readonly lastUsedAt: string
  /** Whether signing in through it steps up. */
  readonly stepsUp: boolean
}

/** Everything that a user can sign in with. */
export interface IdentityListView {
  readonly hasPassword: boolean
  readonly identities: readonly IdentityView[]
}

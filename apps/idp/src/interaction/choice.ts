import { type Account, findAccount } from '../accounts.ts'
import { type FaultId, faultsAt } from '../faults/faults.ts'
import { freshAccount } from '../fresh-account.ts'
import type { ProviderId } from '../provider-id.ts'

/** What a developer chose for one sign-in. The fault is already applied to the account. */
export interface Choice {
  readonly account: Account
  readonly fault: FaultId
}

export type ReadChoice = { readonly choice: Choice } | { readonly problem: string }

/**
 * Reads the choice from the form of the interaction page. The button of a person wins over the field of the login. The field
 * of the fault is named `behaviour`.
 */
export function readChoice(provider: ProviderId, form: URLSearchParams): ReadChoice {
  const person = form.get('person')
  const login = form.get('login')?.trim() ?? ''
  const account = person === null ? freshAccount(login) : findAccount(person)
  if (account === null) {
    const isTyped = person === null && login !== ''
    return { problem: isTyped ? 'A login is letters, digits, and . _ + -' : 'Choose a person.' }
  }

  const wanted = form.get('behaviour') ?? 'normal'
  const fault = faultsAt(provider).find(({ id }) => id === wanted)
  if (fault === undefined) return { problem: 'This provider has no such behaviour.' }
  return { choice: { account: applyAccountFault(account, fault.id), fault: fault.id } }
}

function applyAccountFault(account: Account, fault: FaultId): Account {
  if (fault === 'unverified-email') return { ...account, emailVerified: false }
  if (fault === 'no-email') return { ...account, email: null, emailVerified: false }
  if (fault !== 'changed-email') return account
  const [localPart = account.id] = (account.email ?? account.id).split('@')
  return { ...account, email: `changed-${localPart}@example.com`, emailVerified: true }
}

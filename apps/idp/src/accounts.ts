/** A test account, from which the claims and the API responses of each provider derive. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly emailVerified: boolean
  /** GitHub shows an address on a profile only when its owner chose to. */
  readonly emailPublic: boolean
  readonly githubId: number
  /** True for an account made from a typed login: its subjects never equal those of a listed account. */
  readonly fresh: boolean
}

const listed = [
  {
    id: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    emailVerified: true,
    emailPublic: false,
    githubId: 1001,
  },
  { id: 'bob', name: 'Bob Weaver', email: 'bob@example.com', emailVerified: true, emailPublic: true, githubId: 1002 },
  {
    id: 'chiyo',
    name: '千代 Chiyo',
    email: 'chiyo@example.com',
    emailVerified: true,
    emailPublic: false,
    githubId: 1003,
  },
  {
    id: 'dana',
    name: 'Dana Unverified',
    email: 'dana@example.com',
    emailVerified: false,
    emailPublic: false,
    githubId: 1004,
  },
  { id: 'eve', name: 'Eve Nomail', email: null, emailVerified: false, emailPublic: false, githubId: 1005 },
  // Claims Ada's address, unverified, under another subject.
  { id: 'mallory', name: 'Mallory', email: 'ada@example.com', emailVerified: false, emailPublic: true, githubId: 1006 },
] as const satisfies readonly Omit<Account, 'fresh'>[]

export const accounts: readonly Account[] = listed.map((account) => ({ ...account, fresh: false }))

/** Returns the listed account with this id, or null. */
export function findAccount(id: string): Account | null {
  return accounts.find((account) => account.id === id) ?? null
}

/** Somebody a developer can be. What a provider says of them follows from this. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly emailVerified: boolean
  /** GitHub shows an address on a profile only when its owner chose to. */
  readonly emailPublic: boolean
  readonly githubId: number
  /** Made from a typed name: its subjects never meet those of a listed person. */
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
  // Claims Ada's address without having proven it, under a subject of her own.
  { id: 'mallory', name: 'Mallory', email: 'ada@example.com', emailVerified: false, emailPublic: true, githubId: 1006 },
] as const satisfies readonly Omit<Person, 'fresh'>[]

export const people: readonly Person[] = listed.map((person) => ({ ...person, fresh: false }))

export function findPerson(id: string): Person | null {
  return people.find((person) => person.id === id) ?? null
}

import { type BehaviourId, behavioursAt } from '../behaviours/behaviours.ts'
import { freshPerson } from '../fresh-person.ts'
import { findPerson, type Person } from '../people.ts'
import type { ProviderId } from '../provider-id.ts'

/** What a developer chose for one sign-in. The person is already as the behaviour presents them. */
export interface Choice {
  readonly person: Person
  readonly behaviour: BehaviourId
}

export type ReadChoice = { readonly choice: Choice } | { readonly problem: string }

export function readChoice(provider: ProviderId, form: URLSearchParams): ReadChoice {
  const login = form.get('login')?.trim() ?? ''
  const person = login === '' ? findPerson(form.get('person') ?? '') : freshPerson(login)
  if (person === null) return { problem: login === '' ? 'Choose a person.' : 'A login is letters, digits, and . _ + -' }

  const wanted = form.get('behaviour') ?? 'normal'
  const behaviour = behavioursAt(provider).find(({ id }) => id === wanted)
  if (behaviour === undefined) return { problem: 'This provider has no such behaviour.' }
  return { choice: { person: presentedAs(person, behaviour.id), behaviour: behaviour.id } }
}

function presentedAs(person: Person, behaviour: BehaviourId): Person {
  if (behaviour === 'unverified-email') return { ...person, emailVerified: false }
  if (behaviour === 'no-email') return { ...person, email: null, emailVerified: false }
  if (behaviour !== 'changed-email') return person
  const [localPart = person.id] = (person.email ?? person.id).split('@')
  return { ...person, email: `changed-${localPart}@example.com`, emailVerified: true }
}

import type { EventCategory } from '@latchkey/schema'

interface CategoryMessages {
  readonly label: string
  /** What to say where there is none of it. */
  readonly empty: string
}

export const categoryMessages = {
  sign_in: { label: 'Sign-ins', empty: 'Nobody signed in or out.' },
  refused: { label: 'Failed attempts', empty: 'Nobody tried and failed.' },
  session: { label: 'Sessions', empty: 'No session was ended or renamed.' },
  method: { label: 'Sign-in methods', empty: 'Nothing about the ways to sign in was changed.' },
} as const satisfies Record<EventCategory, CategoryMessages>

/** In the order in which they are offered. From the words and not from the schema, which would bring zod along. */
export const categories = Object.keys(categoryMessages) as readonly EventCategory[]

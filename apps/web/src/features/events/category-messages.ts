import type { EventCategory } from '@latchkey/schema'

interface CategoryMessages {
  readonly label: string
  /** Shown when there is no event of this category. */
  readonly empty: string
}

export const categoryMessages = {
  sign_in: { label: 'Sign-ins', empty: 'Nobody signed in or out.' },
  refused: { label: 'Failed attempts', empty: 'Nobody tried and failed.' },
  session: { label: 'Sessions', empty: 'No session was ended or renamed.' },
  method: { label: 'Sign-in methods', empty: 'Nothing about the ways to sign in was changed.' },
} as const satisfies Record<EventCategory, CategoryMessages>

/** In the order of the filter. From the messages and not from the schema, which would load zod. */
export const categories = Object.keys(categoryMessages) as readonly EventCategory[]

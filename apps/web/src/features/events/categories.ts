import type { EventCategory } from '@latchkey/schema'

interface CategoryTexts {
  readonly label: 'signIns' | 'refused' | 'sessions' | 'methods' | 'account'
  /** Shown when there is no event of this category. */
  readonly empty: 'noSignIns' | 'noRefused' | 'noSessions' | 'noMethods' | 'noAccount'
}

export const categoryTexts = {
  sign_in: { label: 'signIns', empty: 'noSignIns' },
  refused: { label: 'refused', empty: 'noRefused' },
  session: { label: 'sessions', empty: 'noSessions' },
  method: { label: 'methods', empty: 'noMethods' },
  account: { label: 'account', empty: 'noAccount' },
} as const satisfies Record<EventCategory, CategoryTexts>

/** In the order of the filter. From the texts and not from the schema, which would load zod. */
export const categories = Object.keys(categoryTexts) as readonly EventCategory[]

import { tabNotes } from './tab-notes.ts'

interface TripBase {
  readonly provider: string
  /** A path of this app. */
  readonly returnTo: string
}

/** A way to a provider and back. */
export type Trip =
  | (TripBase & { readonly kind: 'sign_in'; readonly remember: boolean })
  | (TripBase & { readonly kind: 'link' })
  | (TripBase & { readonly kind: 'step_up' })

const key = 'latchkey-trip'

/** Writes down what began, so that trying again begins the same. */
export function rememberTrip(trip: Trip, notes = tabNotes): void {
  notes.write(key, JSON.stringify(trip))
}

/** The trip to this provider that this tab began last. */
export function lastTrip(provider: string, notes = tabNotes): Trip | null {
  const trip = parseTrip(notes.read(key))
  return trip?.provider === provider ? trip : null
}

function parseTrip(text: string | null): Trip | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isTrip(value) ? value : null
  } catch {
    return null
  }
}

function isTrip(value: unknown): value is Trip {
  if (typeof value !== 'object' || value === null) return false
  const { provider, returnTo, kind, remember } = value as Readonly<Record<string, unknown>>
  if (typeof provider !== 'string' || typeof returnTo !== 'string') return false
  return kind === 'link' || kind === 'step_up' || (kind === 'sign_in' && typeof remember === 'boolean')
}

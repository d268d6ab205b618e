import { type PlainText, unlinkedText } from './plain-text.ts'

/** As the screens call providers whose name they are not told. */
const wellKnown: Readonly<Record<string, string>> = { google: 'Google', github: 'GitHub' }

/** Returns the name of a provider by its id, or `null` without one. */
export function providerText(id: string | null): PlainText | null {
  if (id === null) return null
  const known = Object.hasOwn(wellKnown, id) ? wellKnown[id] : undefined
  return unlinkedText(known ?? id.charAt(0).toUpperCase() + id.slice(1))
}

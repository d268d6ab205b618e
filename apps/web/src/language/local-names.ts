import { useCallback } from 'react'
import { useTranslations } from 'use-intl/react'

/** The fields of views that can have the name that the server derives from a browser and its system. */
const namedFields: ReadonlySet<string> = new Set(['name', 'derivedName', 'device'])

/** As the server writes it: “Chrome on Windows”. A name that a user chose may look like that too, and reads as well. */
const derived = /^(\S.*) on (\S.*)$/

/** Returns data of the server with derived names in the reader's language. */
export function withLocalNames<Data>(data: Data, write: (browser: string, system: string) => string): Data {
  return map(data, null) as Data

  function map(value: unknown, key: string | null): unknown {
    if (typeof value === 'string') return key !== null && namedFields.has(key) ? localName(value) : value
    if (Array.isArray(value)) return value.map((item) => map(item, null))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, map(field, name)]))
  }

  function localName(name: string): string {
    const [, browser, system] = derived.exec(name) ?? []
    return browser === undefined || system === undefined ? name : write(browser, system)
  }
}

/** Returns `withLocalNames` for the language of the page, as the `select` of a query. */
export function useLocalNames(): <Data>(data: Data) => Data {
  const texts = useTranslations('access')
  return useCallback(
    (data) => withLocalNames(data, (browser, system) => texts('browserOn', { browser, system })),
    [texts],
  )
}

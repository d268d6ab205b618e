import { expect, it } from 'vitest'
import { formattingLocale, preferredLanguage } from './languages.ts'

it.each([
  [['de-AT', 'en'], 'de'],
  [['fr-FR', 'de', 'en'], 'de'],
  [['EN-gb'], 'en'],
  [['fr', 'ja'], 'en'],
  [['den'], 'en'],
  [[], 'en'],
])('a reader of %j is shown %s', (wanted, language) => {
  expect(preferredLanguage(wanted)).toBe(language)
})

it.each([
  ['en', ['de-DE', 'en-GB', 'en-US'], 'en-GB'],
  ['de', ['en-GB'], 'de'],
  ['de', ['de-CH', 'de'], 'de-CH'],
] as const)('%s is formatted for a reader of %j as %s', (language, wanted, locale) => {
  expect(formattingLocale(language, wanted)).toBe(locale)
})

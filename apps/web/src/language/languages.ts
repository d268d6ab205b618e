import { loadChunk } from '../connection/load-chunk.ts'
import type { FirstPageTexts, OtherTexts } from '../messages/first-page-parts.ts'

/** The languages of the app, the first for readers who read none of them. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** The name of each language in itself. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const satisfies Record<Language, string>

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}

/** Returns the first of a reader's languages that the app has. `wanted` are tags of BCP 47, as of `navigator.languages`. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const known = wanted.map(baseOf).find(isLanguage)
  return known ?? languages[0]
}

/**
 * Returns the tag by which dates and numbers are formatted: the reader's own one of this language, which has their region,
 * such as `en-GB`. Without one it is the language.
 */
export function formattingLocale(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language
}

/** Loads the texts of a language with which the first page is written. */
export async function loadFirstPageTexts(language: Language): Promise<FirstPageTexts> {
  switch (language) {
    case 'en':
      return (await loadChunk(() => import('../messages/en.ts?first-page'))).texts
    case 'de':
      return (await loadChunk(() => import('../messages/de.ts?first-page'))).texts
  }
}

/** Loads the other texts of a language. */
export async function loadOtherTexts(language: Language): Promise<OtherTexts> {
  switch (language) {
    case 'en':
      return (await loadChunk(() => import('../messages/en.ts?others'))).texts
    case 'de':
      return (await loadChunk(() => import('../messages/de.ts?others'))).texts
  }
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? ''
}

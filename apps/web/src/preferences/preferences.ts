import {
  formattingLocale,
  isLanguage,
  type Language,
  loadFirstPageTexts,
  loadOtherTexts,
  preferredLanguage,
} from '../language/languages.ts'
import type { LoadedTexts } from '../messages/first-page-parts.ts'
import { type HourCycle, hourCycles, TimeFormats } from '../time/time-formats.ts'
import type { StorageEntries } from '../storage/storage-entries.ts'
import { passkeyOfferKey } from '../passkeys/passkey-offer.ts'
import { lastMethodKey } from './last-method.ts'

/** What a user chose for this browser. `auto` follows the browser. */
export interface Choices {
  readonly language: Language | 'auto'
  readonly hourCycle: HourCycle
}

/** What follows from the choices: everything that a page is written with. */
export interface Writing extends Choices {
  /** The language of the texts. */
  readonly shown: Language
  /** By which dates and numbers are formatted: a tag of BCP 47. */
  readonly locale: string
  readonly texts: LoadedTexts
  readonly times: TimeFormats
}

const languageKey = 'latchkey-language'
const hourCycleKey = 'latchkey-hour-cycle'

/** The keys in the browser's storage; first-paint/run-first.ts reads the first two before the first paint. */
export const preferenceKeys = [
  'latchkey-color-scheme',
  languageKey,
  hourCycleKey,
  lastMethodKey,
  passkeyOfferKey,
] as const

export interface PreferencesDependencies {
  /** Where storage is blocked, nothing was chosen, and a choice holds for this page. */
  readonly entries: StorageEntries
  /** The languages of the reader, as of `navigator.languages`. */
  readonly wanted: readonly string[]
}

/** The language and the formats of this browser: chosen by the user, stored here, and by default those of the browser. */
export class Preferences {
  readonly #deps: PreferencesDependencies
  readonly #listeners = new Set<() => void>()
  /** What was chosen last; its texts may still be on their way. */
  #choices: Choices
  #writing: Writing
  #hasAllTexts = false

  private constructor(deps: PreferencesDependencies, writing: Writing) {
    this.#deps = deps
    this.#choices = { language: writing.language, hourCycle: writing.hourCycle }
    this.#writing = writing
  }

  /** Reads what was chosen, and loads the texts of that language for the first page. */
  static async load(deps: PreferencesDependencies): Promise<Preferences> {
    const language = deps.entries.read(languageKey)
    const hourCycle = deps.entries.read(hourCycleKey)
    const choices: Choices = {
      language: isLanguage(language) ? language : 'auto',
      hourCycle: hourCycles.find((cycle) => cycle === hourCycle) ?? 'auto',
    }
    return new Preferences(deps, await writingOf(choices, deps.wanted, false))
  }

  readonly writing = (): Writing => this.#writing

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Loads the texts of all pages. */
  async loadAllTexts(): Promise<void> {
    this.#hasAllTexts = true
    await this.#rewrite()
  }

  /** Stores another choice, and rewrites the page once its texts are loaded. */
  readonly choose = async (choice: Partial<Choices>): Promise<void> => {
    this.#choices = { ...this.#choices, ...choice }
    store(this.#deps, languageKey, this.#choices.language)
    store(this.#deps, hourCycleKey, this.#choices.hourCycle)
    await this.#rewrite()
  }

  async #rewrite(): Promise<void> {
    const choices = this.#choices
    const all = this.#hasAllTexts
    const writing = await writingOf(choices, this.#deps.wanted, all)
    // What was chosen while the texts were loaded counts instead.
    if (choices !== this.#choices || all !== this.#hasAllTexts) return this.#rewrite()
    this.#writing = writing
    for (const listener of this.#listeners) listener()
  }
}

async function writingOf({ language, hourCycle }: Choices, wanted: readonly string[], all: boolean): Promise<Writing> {
  const shown = language === 'auto' ? preferredLanguage(wanted) : language
  const locale = formattingLocale(shown, wanted)
  const [first, others] = await Promise.all([loadFirstPageTexts(shown), all ? loadOtherTexts(shown) : {}])
  const texts = { ...first, ...others }
  const times = new TimeFormats({ locale, hourCycle, texts })
  return { language, hourCycle, shown, locale, texts, times }
}

function store({ entries }: PreferencesDependencies, key: string, value: string): void {
  if (value === 'auto') entries.remove(key)
  else entries.write(key, value)
}

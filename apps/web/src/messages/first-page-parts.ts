import type { en } from './en.ts'
import type { Translation } from './translation.ts'

/**
 * The parts of the texts that the sign-in and the sign-up page are written with: loaded before the others, which the app
 * needs. The build refuses a page that shows a text before it is loaded.
 */
export const firstPageParts = [
  'app',
  'time',
  'connection',
  'password',
  'signIn',
  'signUp',
  'captcha',
  'fault',
  'fields',
  'errors',
] as const satisfies readonly (keyof typeof en)[]

type FirstPagePart = (typeof firstPageParts)[number]

export type FirstPageTexts = Pick<Translation, FirstPagePart>
export type OtherTexts = Omit<Translation, FirstPagePart>
/** All texts, or before the app is loaded those of the first page. */
export type LoadedTexts = FirstPageTexts & Partial<OtherTexts>

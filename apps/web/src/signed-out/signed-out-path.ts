import { pagePattern } from '@latchkey/schema'

/** The pages that a document can show before the app is loaded. */
export const firstPagePaths = ['/sign-in', '/sign-up'] as const

export type SignedOutPath = (typeof firstPagePaths)[number]

/** Returns which of the pages is at an address, or `null`. */
export function signedOutPathAt(pathname: string): SignedOutPath | null {
  return firstPagePaths.find((path) => pagePattern(path).test(pathname)) ?? null
}

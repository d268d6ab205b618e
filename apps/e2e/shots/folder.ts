import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the screenshots are written. */
export const shotsFolder = fileURLToPath(new URL('../../../shots', import.meta.url))

/** The pictures of the README. */
export const imagesFolder = fileURLToPath(new URL('../../../docs/images', import.meta.url))

export const schemes = ['light', 'dark'] as const
export const locales = ['en-US', 'de-DE'] as const
export const widths = [1280, 360] as const

export interface Variant {
  readonly scheme: (typeof schemes)[number]
  readonly locale: (typeof locales)[number]
  readonly width: (typeof widths)[number]
}

/** Returns the path of a picture below the folder: `access-full/en-US-light-1280.png`. */
export function shotPath(state: string, { locale, scheme, width }: Variant): string {
  return join(state, `${locale}-${scheme}-${width}.png`)
}

/** A part of a catalogue, which `build/compile-messages.ts` makes of it. */
declare module '*.ts?first-page' {
  import type { FirstPageTexts } from './first-page-parts.ts'

  export const texts: FirstPageTexts
}

declare module '*.ts?others' {
  import type { OtherTexts } from './first-page-parts.ts'

  export const texts: OtherTexts
}

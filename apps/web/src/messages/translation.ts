import type { en } from './en.ts'

/** The texts of another language: for each text of the English ones a text. */
export type Translation = TextsOf<typeof en>

type TextsOf<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : TextsOf<Texts[Key]> }

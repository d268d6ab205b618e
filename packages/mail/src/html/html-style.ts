import { dark, type Palette } from './palette.ts'

export const fontFamily =
  "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif" as const
export const monospace = "ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,monospace" as const

/** What each class has of a palette. In light the same stands in the elements: many mail programs read no style sheet. */
const classes = {
  page: ({ page }) => `background-color:${page}`,
  card: ({ card, line }) => `background-color:${card};border-color:${line}`,
  text: ({ text }) => `color:${text}`,
  muted: ({ muted }) => `color:${muted}`,
  accent: ({ accent }) => `color:${accent}`,
  code: ({ tint, tintLine, text }) => `background-color:${tint};border-color:${tintLine};color:${text}`,
  fill: ({ button }) => `background-color:${button}`,
  button: ({ button, onButton }) => `background-color:${button};color:${onButton}`,
  rule: ({ line }) => `border-color:${line}`,
} as const satisfies Readonly<Record<string, (palette: Palette) => string>>

export type StyleClass = keyof typeof classes

/** Returns the colours of a class in a palette, as declarations. */
export function coloursOf(name: StyleClass, palette: Palette): string {
  return classes[name](palette)
}

/** The style sheet of every message. Only colours of dark are in it, and they win over those of the elements. */
export const styleSheet = `:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${Object.keys(
  classes,
)
  .map((name) => `.lk-${name}{${coloursOf(name as StyleClass, dark).replaceAll(/(?=;|$)/g, '!important')}}`)
  .join('')}}`

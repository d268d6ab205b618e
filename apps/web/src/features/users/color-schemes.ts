export const colorSchemes = ['light', 'dark', 'auto'] as const

export type ColorScheme = (typeof colorSchemes)[number]

export function isColorScheme(value: string): value is ColorScheme {
  return colorSchemes.some((scheme) => scheme === value)
}

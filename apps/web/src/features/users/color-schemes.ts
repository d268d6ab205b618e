export const colorSchemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const

type ColorScheme = (typeof colorSchemes)[number]['value']

export function isColorScheme(value: string): value is ColorScheme {
  return colorSchemes.some((scheme) => scheme.value === value)
}

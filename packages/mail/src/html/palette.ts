/** The colours of a message, which are those of the web app (apps/web/src/theme.ts). */
export interface Palette {
  readonly page: string
  readonly card: string
  readonly line: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  readonly tint: string
  readonly tintLine: string
  readonly button: string
  readonly onButton: string
}

export const light: Palette = {
  page: '#faf9f7',
  card: '#ffffff',
  line: '#e9e6e0',
  text: '#24211d',
  muted: '#6b655c',
  accent: '#1f5a42',
  tint: '#f0f6f2',
  tintLine: '#c0dccb',
  button: '#1f5a42',
  onButton: '#ffffff',
}

export const dark: Palette = {
  page: '#191815',
  card: '#211f1b',
  line: '#322f29',
  text: '#ece9e4',
  muted: '#a8a298',
  accent: '#98c7ab',
  tint: '#1d3329',
  tintLine: '#2f7656',
  button: '#2f7656',
  onButton: '#ffffff',
}

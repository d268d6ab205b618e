import {
  createTheme,
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
  type MantineColorSchemeManager,
  type MantineColorsTuple,
  type MantineThemeOverride,
  rem,
} from '@mantine/core'

// Every colour of the app is in this file; the stylesheets only name variables.

/** The accent. 7 carries white text on light (7.9:1), 6 on dark (5.8:1). */
const green: MantineColorsTuple = [
  '#f0f6f2',
  '#e0ede5',
  '#c0dccb',
  '#98c7ab',
  '#74b48f',
  '#4a9470',
  '#2f7656',
  '#1f5a42',
  '#184a36',
  '#0f3426',
]

/** Neutral, with a little warmth. */
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f3f1ed',
  '#e9e6e0',
  '#dcd8d0',
  '#c6c0b6',
  '#989185',
  '#6b655c',
  '#514c44',
  '#3a3630',
  '#24211d',
]

/** The same neutrals as Mantine counts them on dark: 0 is text, 7 the page. */
const dark: MantineColorsTuple = [
  '#ece9e4',
  '#cfcbc4',
  '#a8a298',
  '#858076',
  '#454139',
  '#35322c',
  '#262420',
  '#191815',
  '#12110f',
  '#0c0b0a',
]

/** Only for what ends something, and for errors. */
const red: MantineColorsTuple = [
  '#fdf3f1',
  '#fae3df',
  '#f4c5be',
  '#ee9f95',
  '#f08c80',
  '#d4584a',
  '#b93c2f',
  '#a32c21',
  '#86231a',
  '#4f1711',
]

/** Only for what is new or unverified. */
const amber: MantineColorsTuple = [
  '#fdf7ea',
  '#faecca',
  '#f3d798',
  '#ebc067',
  '#e2ac45',
  '#c38b22',
  '#9a6a12',
  '#7d540b',
  '#65430a',
  '#3d2906',
]

/** The colour of the page, which the bars of the browser have too. */
export const pageColours = { light: gray[0], dark: dark[7] } as const

const fontFamily =
  "'Geist Variable', -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

export const theme: MantineThemeOverride = createTheme({
  colors: { green, gray, dark, red, amber },
  primaryColor: 'green',
  primaryShade: { light: 7, dark: 6 },
  white: '#ffffff',
  black: '#24211d',
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: {
    fontFamily,
    fontWeight: '600',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: rem(28), lineHeight: '1.2' },
      h2: { fontSize: rem(18), lineHeight: '1.35' },
    },
  },
  fontSizes: { xs: rem(12), sm: rem(14), md: rem(16), lg: rem(18), xl: rem(20) },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.55', xl: '1.6' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { fw: 500 } },
    InputWrapper: {
      styles: {
        label: { fontSize: rem(14), marginBottom: rem(4) },
        description: { fontSize: rem(13), lineHeight: 1.4, marginBottom: rem(4), textWrap: 'pretty' },
        error: { fontSize: rem(13), lineHeight: 1.4 },
      },
    },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
  },
})

/** Overrides of Mantine's variables that do not fit this palette, and our own variables (`--lk-…`). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--lk-content-width': rem(960),
    '--lk-form-width': rem(400),
  },
  light: {
    '--mantine-color-body': pageColours.light,
    '--mantine-color-text': gray[9],
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[7],
    '--mantine-color-default-border': gray[4],
    '--mantine-color-default-hover': gray[1],
    '--mantine-color-red-light-hover': red[1],
    '--mantine-color-red-light-color': red[7],
    '--mantine-color-gray-light-hover': gray[2],
    '--mantine-color-gray-light-color': gray[7],
    '--lk-surface': '#ffffff',
    '--lk-line': gray[2],
    '--lk-field-line': '#8f887c',
    '--lk-accent': green[7],
    '--lk-accent-tint': green[1],
    '--lk-danger-tint': red[0],
    '--lk-danger-line': red[2],
    '--lk-danger': red[7],
    '--lk-notice-tint': amber[1],
    '--lk-notice': amber[7],
    '--lk-shadow': '0 1px 2px rgb(36 33 29 / 4%), 0 12px 32px -16px rgb(36 33 29 / 14%)',
    '--lk-veil': 'rgb(36 33 29 / 45%)',
  },
  dark: {
    '--mantine-color-body': pageColours.dark,
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': red[4],
    '--mantine-color-anchor': green[3],
    '--mantine-color-default-border': dark[4],
    '--mantine-color-red-light-hover': red[9],
    '--mantine-color-red-light-color': red[4],
    '--mantine-color-gray-light-hover': dark[5],
    '--mantine-color-gray-light-color': dark[1],
    '--lk-surface': '#211f1b',
    '--lk-line': '#322f29',
    '--lk-field-line': '#7a756a',
    '--lk-accent': green[3],
    '--lk-accent-tint': '#1d3329',
    '--lk-danger-tint': '#331a16',
    '--lk-danger-line': '#5c2b24',
    '--lk-danger': red[4],
    '--lk-notice-tint': '#33270f',
    '--lk-notice': amber[3],
    '--lk-shadow': '0 1px 2px rgb(0 0 0 / 30%), 0 12px 32px -16px rgb(0 0 0 / 60%)',
    '--lk-veil': 'rgb(0 0 0 / 60%)',
  },
})

/** first-paint/run-first.ts reads the same key before the first paint. */
export const colorSchemeManager: MantineColorSchemeManager = localStorageColorSchemeManager({
  key: 'latchkey-color-scheme',
})

import { readFileSync } from 'node:fs'
import { DEFAULT_THEME } from '@mantine/core'
import { expect, it } from 'vitest'
import { cssVariables } from '../../src/theme.ts'

const { light, dark } = cssVariables(DEFAULT_THEME)
const webFile = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('the bars of the browser have the colour of the page, in each colour scheme', () => {
  const metas = [...webFile('index.html').matchAll(/name="theme-color" media="\(([^)]+)\)" content="([^"]+)"/g)]
  expect(metas.map(([, media, colour]) => [media, colour])).toEqual([
    ['prefers-color-scheme: light', light['--mantine-color-body']],
    ['prefers-color-scheme: dark', dark['--mantine-color-body']],
  ])
})

it('the installed app opens in the colour of the page', () => {
  const manifest: unknown = JSON.parse(webFile('public/manifest.webmanifest'))
  const colour = light['--mantine-color-body']
  expect(manifest).toMatchObject({ background_color: colour, theme_color: colour })
})

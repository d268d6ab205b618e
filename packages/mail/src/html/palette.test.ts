import { expect, it } from 'vitest'
import { dark, light, type Palette } from './palette.ts'

/** @see [WCAG 2.2, relative luminance](https://www.w3.org/TR/WCAG22/#dfn-relative-luminance) */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

const pairs: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['text', 'card'],
  ['text', 'tint'],
  ['muted', 'card'],
  ['muted', 'page'],
  ['accent', 'card'],
  ['accent', 'page'],
  ['onButton', 'button'],
]

it.each(pairs)('%s on %s has the contrast of WCAG AA in light and in dark', (front, back) => {
  expect(contrast(light[front], light[back])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(dark[front], dark[back])).toBeGreaterThanOrEqual(4.5)
})

it('black on white has the highest contrast', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})

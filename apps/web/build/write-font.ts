import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import { basicCharacters } from '../src/fonts/basic-characters.ts'

/** The lightest and the heaviest weight of the theme. */
const weights = { min: 400, max: 600, default: 400 }

const geist = import.meta.resolve('@fontsource-variable/geist/files/geist-latin-wght-normal.woff2')

// Writes the font that every page loads: half of the size of the whole Latin one, which is loaded for other characters.
const font = await subsetFont(readFileSync(fileURLToPath(geist)), basicCharacters, {
  targetFormat: 'woff2',
  variationAxes: { wght: weights },
})
writeFileSync(new URL('../src/fonts/geist-basic.woff2', import.meta.url), font)

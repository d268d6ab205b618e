import { expect, it } from 'vitest'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { basicCharacters } from './basic-characters.ts'

/** No file of the font has them: they are drawn in a font of the system. */
const ofTheSystem = '⌘'

it('the font that each page loads has every character of the texts', () => {
  const characters = new Set(JSON.stringify([en, de]))
  expect([...characters].filter((character) => !(basicCharacters + ofTheSystem).includes(character))).toEqual([])
})

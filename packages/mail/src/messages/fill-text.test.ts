import { expect, it } from 'vitest'
import { plainText } from '../values/plain-text.ts'
import { countedText, fillText, lineText } from './fill-text.ts'

it('values are put into a text once, whatever is in them', () => {
  const line = fillText('{a} and {b}', { a: plainText('{b}'), b: plainText('$& {a}') })
  expect(lineText(line)).toBe('{b} and $& {a}')
  expect(line).toEqual([{ value: '{b}' }, ' and ', { value: '$& {a}' }])
})

it('a dash stands for a value of which nothing can be shown', () => {
  expect(lineText(fillText('Connected {a}', { a: null }))).toBe('Connected —')
})

it.each(['missing', 'constructor', '__proto__'])('a text that needs the value %s is a fault without it', (name) => {
  expect(() => fillText(`{${name}}`)).toThrow(name)
})

it.each([
  [0, '0 events'],
  [1, '1 event'],
  [2, '2 events'],
  [1234, '1,234 events'],
])('%i reads %s', (count, text) => {
  expect(countedText({ one: '{count} event', other: '{count} events' }, count)).toBe(text)
})

import { expect, it } from 'vitest'
import { mannWhitney } from './mann-whitney.ts'

const upTo = (first: number): number[] => Array.from({ length: 100 }, (_, n) => first + n)

it.each([
  ['two small samples without ties', [19, 22, 16, 29, 24], [20, 11, 17, 12], 0.1113468865],
  ['two small samples with ties', [1, 2, 2, 3], [2, 3, 4, 5], 0.1366582477],
  ['two large samples that are shifted', upTo(0), upTo(20), 1.0975218e-5],
  ['a sample and itself', upTo(0), upTo(0), 1],
  ['samples of one value', [1, 1, 1], [1, 1], 1],
])('the p-value of %s', (_name, a, b, p) => {
  expect(mannWhitney(a, b)).toBeCloseTo(p, 6)
  expect(mannWhitney(b, a)).toBeCloseTo(p, 6)
})

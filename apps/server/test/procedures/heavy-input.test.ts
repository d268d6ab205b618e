import { publicError } from '@latchkey/api'
import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { hostileLiterals, hostileStrings } from '../support/hostile-input.ts'
import { procedures } from '../support/procedures.ts'
import { validInputs } from '../support/valid-inputs.ts'

/** Just below the largest body that is read. */
const bodyBytes = 60_000

/** Milliseconds of processor time: a request that takes longer delays every other one. */
const maxTime = 100

/** Returns an object with as many keys as fit into a body, each with this value. */
function manyKeys(value: unknown): Readonly<Record<string, unknown>> {
  const entries: [string, unknown][] = []
  for (let length = 2; length < bodyBytes; length += JSON.stringify(entries.at(-1)).length) {
    entries.push([entries.length.toString(36), value])
  }
  return Object.fromEntries(entries)
}

const params = (value: unknown): object => ({ provider: 'google', params: value })
const texts = ['email', 'password', 'currentPassword', 'newPassword', 'name', 'query', 'userCode', 'token', 'cursor']
const inEveryField = (text: string): object => Object.fromEntries(texts.map((field) => [field, text]))

/** Inputs that fit into a body and cost as much as possible to refuse. */
const inputs: readonly (readonly [name: string, input: unknown])[] = [
  ['thousands of unknown keys', manyKeys(0)],
  ['thousands of parameters of a wrong type', params(manyKeys(0))],
  ['thousands of parameters with a wrong item', params(manyKeys([0]))],
  ['thousands of empty parameters', params(manyKeys(''))],
  ['a parameter with thousands of values', params({ code: Array.from({ length: bodyBytes / 2 }, () => 0) })],
  ['long combining marks', inEveryField('\u0316\u0300'.repeat(1000))],
  ['an address with hundreds of dots', inEveryField(`${'a.'.repeat(500)}@a.b`)],
  ['a long line of one letter', inEveryField('a'.repeat(bodyBytes / texts.length))],
  ['arrays in arrays', JSON.parse('['.repeat(bodyBytes / 2) + ']'.repeat(bodyBytes / 2))],
  ['objects in objects', JSON.parse(`${'{"a":'.repeat(10_000)}0${'}'.repeat(10_000)}`)],
]

describe('input as heavy as a body may be', () => {
  it.each(inputs)('with %s is refused by every procedure in little time and a short answer', (_, value) => {
    const slow: unknown[] = []
    for (const { path, input } of procedures) {
      const before = process.threadCpuUsage()
      const parsed = input.safeParse(value)
      const answer = parsed.success
        ? ''
        : JSON.stringify(publicError(new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error })))
      const { user, system } = process.threadCpuUsage(before)
      const milliseconds = (user + system) / 1000
      if (milliseconds > maxTime || answer.length > 2 * bodyBytes) slow.push([path, milliseconds, answer.length])
      expect([path, parsed.success]).toEqual([path, false])
    }
    expect(slow).toEqual([])
  })
})

describe('a hostile value in one field', () => {
  const values: readonly unknown[] = [
    ...hostileStrings,
    ...hostileLiterals.flatMap(parseOrNothing),
    null,
    [],
    {},
    1.5,
    -1,
  ]

  it.each(procedures)('is taken or refused by the schema of $path, which throws nothing', ({ path, input }) => {
    const valid = validInputs[path] ?? {}
    expect(input.safeParse(validInputs[path]).success).toBe(true)
    for (const field of [...Object.keys(valid), '__proto__', 'constructor', 'role']) {
      for (const value of values) {
        const changed: unknown = JSON.parse(
          JSON.stringify({ ...valid, field: 0 }).replace('"field":0', () => `"${field}":${JSON.stringify(value)}`),
        )
        const { success } = input.safeParse(changed)
        if (!Object.hasOwn(valid, field)) expect([field, value, success]).toEqual([field, value, false])
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

/** Returns the value of a JSON text, in a list; nothing for a text that is not JSON. */
function parseOrNothing(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

import { expect, it } from 'vitest'
import { readUserArguments } from '../../src/commands/user-arguments.ts'

it.each([
  [['ada@example.com'], { email: 'ada@example.com', yes: null }],
  [['ada@example.com', '--yes', 'aV3'], { email: 'ada@example.com', yes: 'aV3' }],
  [['--yes', 'aV3', 'ada@example.com'], { email: 'ada@example.com', yes: 'aV3' }],
  [['ada@example.com', '--yes=aV3'], { email: 'ada@example.com', yes: 'aV3' }],
  // A user id is base64url, so one in 64 begins with a hyphen.
  [['ada@example.com', '--yes', '-V3'], { email: 'ada@example.com', yes: '-V3' }],
  [['ada@example.com', '--yes', '--yes'], { email: 'ada@example.com', yes: '--yes' }],
])('takes %j', (args, expected) => {
  expect(readUserArguments(args)).toEqual(expected)
})

it.each([[[]], [['a@example.com', 'b@example.com']], [['a@example.com', '--force']], [['a@example.com', '--yes']]])(
  'refuses %j',
  (args) => {
    expect(readUserArguments(args)).toBeNull()
  },
)

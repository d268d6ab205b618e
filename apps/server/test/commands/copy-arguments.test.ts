import { expect, it } from 'vitest'
import { readCopyArguments } from '../../src/commands/copy-arguments.ts'

const url = 'postgres://latchkey@db.example/latchkey?sslmode=verify-full'

it.each([
  [['--from', 'file:./data/latchkey.db', '--to', url], '/srv/data/latchkey.db'],
  [[`--to=${url}`, '--from=file:/data/latchkey.db'], '/data/latchkey.db'],
  [['--from', 'file:///data/a%20b.db', '--to', url], '/data/a b.db'],
])('takes %j', (args, file) => {
  expect(readCopyArguments(args, '/srv')).toEqual({ from: { engine: 'sqlite', file }, to: { engine: 'postgres', url } })
})

it.each([
  [[]],
  [['--from', 'file:a.db']],
  [['--to', 'file:a.db']],
  [['file:a.db', url]],
  [['--from', 'file:a.db', '--to', url, 'more']],
  [['--from', 'file:a.db', '--to', url, '--force']],
  [['--from', '--to', url]],
])('says how it is used, to %j', (args) => {
  expect(readCopyArguments(args, '/srv')).toMatch(/^Usage: pnpm db:copy --from <url> --to <url>.*$/)
})

it.each(['latchkey.db', 'mysql://host/database', 'postgres://host', 'file:', 'file::memory:', ''])(
  'refuses %j as an address, and names the option',
  (address) => {
    expect(readCopyArguments(['--from', address, '--to', url], '/srv')).toMatch(/^--from must be file: and a path/)
    expect(readCopyArguments(['--from', url, '--to', address], '/srv')).toMatch(/^--to must be file: and a path/)
  },
)

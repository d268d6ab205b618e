import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppSecrets } from '../core/app-secrets.ts'
import { HandSetClock } from '../testing/clock.ts'
import { browserMarkLifetime, BrowserMarkService, maxBrowserMarks } from './browser-marks.ts'

const secret = 'a secret of these tests, long enough to be one'
const other = 'another secret of these tests, long enough too'
const adas = '$argon2id$v=19$m=8,t=1,p=1$c2FsdA$YWRh'
const bobs = '$argon2id$v=19$m=8,t=1,p=1$c2FsdA$Ym9i'

function testMarks(secrets: readonly [string, ...string[]] = [secret], clock = new HandSetClock()) {
  const marks = new BrowserMarkService({
    secrets: new AppSecrets(secrets, randomBytes),
    now: clock.now,
    random: randomBytes,
  })
  const signIn = (cookie: string | null, hash: string) => marks.renew(cookie, { verified: hash, stored: hash })
  return { marks, clock, signIn }
}

describe('a browser mark', () => {
  it('recognises the browser for the account that signed in there, and for no other', () => {
    const { marks, signIn } = testMarks()
    const cookie = signIn(null, adas)
    expect(marks.recognise(cookie, adas)).toMatch(/^[\w-]{22}$/)
    for (const hash of [bobs, '', null]) expect(marks.recognise(cookie, hash)).toBeNull()
    expect(marks.recognise(null, adas)).toBeNull()
  })

  it('is void once the password has changed, but for the browser that changed it', () => {
    const { marks, signIn } = testMarks()
    const cookie = signIn(null, adas)
    const changed = `${adas}changed`
    expect(marks.recognise(cookie, changed)).toBeNull()
    expect(marks.recognise(marks.renew(cookie, { verified: adas, stored: changed }), changed)).not.toBeNull()
  })

  it('is replaced at each sign-in', () => {
    const { marks, signIn } = testMarks()
    const first = signIn(null, adas)
    const second = signIn(first, adas)
    expect(second).toHaveLength(first.length)
    expect(marks.recognise(second, adas)).not.toBe(marks.recognise(first, adas))
  })

  it('is kept for the four accounts that signed in last', () => {
    const { marks, signIn } = testMarks()
    const hashes = ['a', 'b', 'c', 'd', 'e']
    const cookie = hashes.reduce<string | null>((before, hash) => signIn(before, hash), null)
    expect(hashes.map((hash) => marks.recognise(cookie, hash) !== null)).toEqual([false, true, true, true, true])
    expect(cookie?.split('~')).toHaveLength(maxBrowserMarks)
    expect(signIn(cookie, 'b').split('~')).toHaveLength(maxBrowserMarks)
  })

  it('is valid for 180 days, and not before it was made', () => {
    const { marks, clock, signIn } = testMarks()
    const cookie = signIn(null, adas)
    const recognised = () => marks.recognise(cookie, adas) !== null
    clock.advance(-1000)
    expect(recognised()).toBe(false)
    clock.advance(browserMarkLifetime)
    expect(recognised()).toBe(true)
    clock.advance(1000)
    expect(recognised()).toBe(false)
  })

  it('is valid while its secret is one of the configuration', () => {
    const clock = new HandSetClock()
    const cookie = testMarks([secret], clock).signIn(null, adas)
    const recognised = (...secrets: [string, ...string[]]) => testMarks(secrets, clock).marks.recognise(cookie, adas)
    expect(recognised(other, secret)).not.toBeNull()
    expect(recognised(other)).toBeNull()
  })

  it('contains neither the hash nor anything that follows from it without the secret', () => {
    const { signIn } = testMarks()
    const [id, seconds, secretId, signature] = signIn(null, adas).split('.')
    expect([id, secretId, signature].map((part) => part?.length)).toEqual([22, 8, 43])
    expect(seconds).toMatch(/^\d+$/)
  })
})

describe('a cookie that no sign-in of this server made', () => {
  const { marks, signIn } = testMarks()
  const real = signIn(null, adas)
  const [id = '', seconds = '', secretId = '', signature = ''] = real.split('.')
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`

  it.each([
    ['an empty text', ''],
    ['junk', 'junk'],
    ['one part', id],
    ['a changed signature', `${id}.${seconds}.${secretId}.${flipped}`],
    ['a changed id', `${'A'.repeat(22)}.${seconds}.${secretId}.${signature}`],
    ['another date', `${id}.${Number(seconds) - 1}.${secretId}.${signature}`],
    ['no date', `${id}..${secretId}.${signature}`],
    ['a date of a thousand digits', `${id}.${'9'.repeat(1000)}.${secretId}.${signature}`],
    ['an unknown secret', `${id}.${seconds}.${'A'.repeat(8)}.${signature}`],
    ['no signature', `${id}.${seconds}.${secretId}.`],
    ['a line break', `${real}\n`],
    ['the mark of another server', testMarks([other]).signIn(null, adas)],
    ['more than a browser keeps', `${'~'.repeat(500)}${real}`],
    ['the mark after four others', `a~b~c~d~${real}`],
  ])('recognises nothing: %s', (_name, cookie) => {
    expect(marks.recognise(cookie, adas)).toBeNull()
    const renewed = signIn(cookie, adas)
    expect(renewed).toMatch(/^[\w.~-]{80,400}$/)
    expect(marks.recognise(renewed, adas)).not.toBeNull()
  })
})

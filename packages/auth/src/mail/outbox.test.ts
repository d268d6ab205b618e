import { describe, expect, it } from 'vitest'
import { aRequest as request } from '../testing/fixtures.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'
import type { DueMail, SendOutcome } from './outbox.ts'

const minute = 60_000
const hour = 60 * minute
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
const mailPolicy = { proof: 'asked', codes: true, mailbox: null } as const
const context = { request, browser: null, caller: null }

function world({ stores = createMemoryStores(), secrets }: Partial<Parameters<typeof testAuth>[0]> = {}) {
  const test = testAuth({ stores, mailPolicy, ...(secrets === undefined ? {} : { secrets }) })
  const tries: DueMail[] = []
  /** Sends what is due, with this outcome; returns how many tries that were. */
  async function deliver(outcome: SendOutcome): Promise<number> {
    const before = tries.length
    await test.auth.outbox.deliver(async (mail) => {
      tries.push(mail)
      return outcome
    })
    return tries.length - before
  }
  /** Signs up with a proven address, whose mails are sent. */
  async function proven() {
    const { challenge, browser } = await test.auth.challenges.requestSignUp(ada, context)
    await deliver('sent')
    const code = tries.at(-1)?.secret?.code ?? ''
    return test.auth.challenges.confirm(
      { challenge: challenge.id, code },
      { remember: false, client: null },
      { ...context, browser },
    )
  }
  return { ...test, stores, tries, deliver, proven }
}

describe('the outbox', () => {
  it('sends each mail once, under the same id at each try', async () => {
    const { auth, clock, tries, deliver } = world()
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    expect(await deliver('failed')).toBe(1)
    clock.advance(minute)
    expect(await deliver('sent')).toBe(1)
    clock.advance(minute)
    expect(await deliver('sent')).toBe(0)
    expect(new Set(tries.map(({ id }) => id)).size).toBe(1)
  })

  it('tries again after a while that grows to an hour, and loses no notice while the mail server is away for one', async () => {
    const { auth, clock, deliver, proven } = world()
    const caller = await proven()
    await auth.passwords.change(caller, { currentPassword: ada.password, newPassword: 'another horse' }, request)
    const waits: number[] = []
    for (let waited = 0, seconds = 0; seconds < 2 * 3600; seconds += 10, waited += 10) {
      if ((await deliver('failed')) > 0) {
        waits.push(waited)
        waited = 0
      }
      clock.advance(10_000)
    }
    expect(waits).toEqual([0, 30, 60, 120, 300, 900, 1800, 3600].slice(0, waits.length))
    expect(waits.length).toBeGreaterThan(6)
    clock.advance(hour)
    expect(await deliver('sent')).toBe(1)
  })

  it('sends no code that is older than ten minutes, and no notice that is older than a day', async () => {
    const { auth, clock, deliver, proven } = world()
    const caller = await proven()
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    clock.advance(10 * minute)
    expect(await deliver('sent')).toBe(0)
    await auth.passwords.change(caller, { currentPassword: ada.password, newPassword: 'another horse' }, request)
    clock.advance(24 * hour + 1)
    expect(await deliver('sent')).toBe(0)
    expect(await auth.outbox.sweep()).toEqual({ expired: 2, isMore: false })
  })

  it('sends what is mailed instead of a code for a day', async () => {
    const { auth, clock, deliver, tries } = world()
    await auth.challenges.requestPasswordReset({ email: ada.email }, context)
    clock.advance(24 * hour - 1)
    expect(await deliver('sent')).toBe(1)
    expect(tries.at(-1)?.content.kind).toBe('no_account')
  })

  it('tries a mail no more that was refused for good', async () => {
    const { auth, clock, deliver } = world()
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    expect(await deliver('refused')).toBe(1)
    clock.advance(5 * minute)
    expect(await deliver('sent')).toBe(0)
  })

  it('sums up what a user is told of one kind within ten minutes', async () => {
    const { auth, clock, tries, deliver, proven } = world()
    const caller = await proven()
    const passwords = [ada.password, 'another horse', 'a third horse', 'a fourth horse']
    let current = caller
    const change = async (to: number): Promise<void> => {
      const input = { currentPassword: passwords[to - 1] ?? '', newPassword: passwords[to] ?? '' }
      current = { ...current, ...(await auth.passwords.change(current, input, request)) }
    }
    await change(1)
    expect(await deliver('sent')).toBe(1)
    await change(2)
    await change(3)
    expect(await deliver('sent')).toBe(0)
    clock.advance(10 * minute)
    expect(await deliver('sent')).toBe(1)
    const { content } = tries.at(-1) ?? {}
    expect(content?.kind === 'notice' ? content.entries.map(({ type }) => type) : []).toEqual([
      'password_changed',
      'password_changed',
    ])
  })

  it('says how many mails it can’t read because the secret that encrypted them is gone', async () => {
    const { auth, stores } = world()
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    const later = world({ stores, secrets: ['another secret of these tests, long enough to be one'] })
    const sent = await later.auth.outbox.deliver(async () => 'sent')
    expect(sent).toEqual({ sent: 0, failed: 0, refused: 0, unreadable: 1 })
  })

  it('sends nothing to an address that is marked as undeliverable, until the mark is taken back', async () => {
    const { auth, deliver } = world()
    expect(await auth.outbox.markUndeliverable(ada.email, true)).toBe(true)
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    expect(await deliver('sent')).toBe(0)
    expect(await auth.outbox.markUndeliverable(ada.email, false)).toBe(true)
    expect(await deliver('sent')).toBe(1)
  })

  it('deletes a mail to an undeliverable address, which is not late', async () => {
    const { auth, clock, deliver } = world()
    await auth.outbox.markUndeliverable(ada.email, true)
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    clock.advance(10 * minute + 1)
    expect(await auth.outbox.sweep()).toEqual({ expired: 0, isMore: false })
    await auth.challenges.requestSignInCode({ email: ada.email }, context)
    expect(await auth.outbox.sweep()).toEqual({ expired: 0, isMore: false })
    await auth.outbox.markUndeliverable(ada.email, false)
    expect(await deliver('sent')).toBe(0)
  })
})

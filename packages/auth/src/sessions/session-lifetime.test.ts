import type { SessionId } from '@latchkey/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, day, hour } from '../core/duration.ts'
import type { Ending } from './session.ts'
import {
  defaultSessionPolicy,
  hasRecentStepUp,
  initialExpiry,
  overdueEnding,
  recordedEnding,
  renewedIdleExpiry,
} from './session-lifetime.ts'

const now = new Date('2100-01-01T00:00:00Z')
const { browser, remembered } = defaultSessionPolicy

describe('session lifetime', () => {
  it('is 12 h idle and 24 h in all, or 14 and 90 days when remembered', () => {
    expect(initialExpiry(browser, now)).toEqual({
      idleExpiresAt: after(now, 12 * hour),
      expiresAt: after(now, 24 * hour),
    })
    expect(initialExpiry(remembered, now)).toEqual({
      idleExpiresAt: after(now, 14 * day),
      expiresAt: after(now, 90 * day),
    })
  })

  it('never has an idle limit past the absolute limit', () => {
    const { idleExpiresAt, expiresAt } = initialExpiry({ idle: 2 * day, absolute: day }, now)
    expect(idleExpiresAt).toEqual(expiresAt)
  })

  it('is renewed in the second half of the idle period and not in the first', () => {
    const session = initialExpiry(browser, now)
    expect(renewedIdleExpiry(session, browser, after(now, 6 * hour - 1))).toBeNull()
    expect(renewedIdleExpiry(session, browser, after(now, 6 * hour))).toEqual(after(now, 18 * hour))
  })

  it('is renewed up to the absolute limit and not after that', () => {
    const session = { idleExpiresAt: after(now, 18 * hour), expiresAt: after(now, 24 * hour) }
    const atLimit = renewedIdleExpiry(session, browser, after(now, 13 * hour))
    expect(atLimit).toEqual(after(now, 24 * hour))
    expect(
      renewedIdleExpiry({ ...session, idleExpiresAt: after(now, 24 * hour) }, browser, after(now, 23 * hour)),
    ).toBeNull()
  })

  it('is renewed at most once in half an idle period, however often the session is used', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 * hour }), { minLength: 1, maxLength: 200 }), (pauses) => {
        const { idleExpiresAt: first, expiresAt } = initialExpiry(browser, now)
        let idleExpiresAt = first
        let moment = now
        let renewedAt = now
        for (const pause of pauses) {
          moment = after(moment, pause)
          if (moment >= idleExpiresAt) return
          const renewed = renewedIdleExpiry({ idleExpiresAt, expiresAt }, browser, moment)
          if (renewed === null) continue
          expect(moment.getTime() - renewedAt.getTime()).toBeGreaterThanOrEqual(browser.idle / 2)
          expect(renewed.getTime()).toBeLessThanOrEqual(expiresAt.getTime())
          idleExpiresAt = renewed
          renewedAt = moment
        }
      }),
    )
  })

  it('counts a step-up as recent until `stepUpUntil`, which is not included', () => {
    expect(hasRecentStepUp({ stepUpUntil: after(now, 1) }, now)).toBe(true)
    expect(hasRecentStepUp({ stepUpUntil: now }, now)).toBe(false)
    expect(hasRecentStepUp({ stepUpUntil: null }, now)).toBe(false)
  })
})

describe('overdueEnding', () => {
  const expiry = initialExpiry(browser, now)
  const { idleExpiresAt, expiresAt } = expiry

  it('is null until the idle limit, which is not included', () => {
    expect(overdueEnding(expiry, now)).toBeNull()
    expect(overdueEnding(expiry, after(idleExpiresAt, -1))).toBeNull()
  })

  it('is idle from the idle limit on, at that limit, however late it is asked for', () => {
    const ending: Ending = { at: idleExpiresAt, reason: 'idle', by: null }
    expect(overdueEnding(expiry, idleExpiresAt)).toEqual(ending)
    expect(overdueEnding(expiry, after(expiresAt, day))).toEqual(ending)
  })

  it('is expired when the idle limit has reached the absolute limit', () => {
    const used = { idleExpiresAt: expiresAt, expiresAt }
    expect(overdueEnding(used, after(expiresAt, -1))).toBeNull()
    expect(overdueEnding(used, expiresAt)).toEqual({ at: expiresAt, reason: 'expired', by: null })
  })
})

describe('recordedEnding', () => {
  const expiry = initialExpiry(browser, now)
  const decidedAt = (at: Date): Ending => ({ at, reason: 'signed_out', by: 'session-a' as SessionId })

  it('is the decision for a session that was live when it was made', () => {
    const decided = decidedAt(after(expiry.idleExpiresAt, -1))
    expect(recordedEnding(expiry, decided)).toBe(decided)
  })

  it('is the ending of time for a session that was overdue when the decision was made', () => {
    const { idleExpiresAt, expiresAt } = expiry
    const idle: Ending = { at: idleExpiresAt, reason: 'idle', by: null }
    expect(recordedEnding(expiry, decidedAt(idleExpiresAt))).toEqual(idle)
    const used = { idleExpiresAt: expiresAt, expiresAt }
    const expired: Ending = { at: expiresAt, reason: 'expired', by: null }
    expect(recordedEnding(used, decidedAt(after(expiresAt, hour)))).toEqual(expired)
  })
})

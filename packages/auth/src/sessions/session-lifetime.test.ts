import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, day, hour } from '../duration.ts'
import { defaultSessionPolicy, hasRecentProof, initialExpiry, renewedIdleExpiry } from './session-lifetime.ts'

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

  it('never idles past the absolute limit', () => {
    const { idleExpiresAt, expiresAt } = initialExpiry({ idle: 2 * day, absolute: day }, now)
    expect(idleExpiresAt).toEqual(expiresAt)
  })

  it('is not renewed in the first half of the idle period, and is from the half on', () => {
    const session = initialExpiry(browser, now)
    expect(renewedIdleExpiry(session, browser, after(now, 6 * hour - 1))).toBeNull()
    expect(renewedIdleExpiry(session, browser, after(now, 6 * hour))).toEqual(after(now, 18 * hour))
  })

  it('is renewed up to the absolute limit and then left alone', () => {
    const session = { idleExpiresAt: after(now, 18 * hour), expiresAt: after(now, 24 * hour) }
    const atLimit = renewedIdleExpiry(session, browser, after(now, 13 * hour))
    expect(atLimit).toEqual(after(now, 24 * hour))
    expect(
      renewedIdleExpiry({ ...session, idleExpiresAt: after(now, 24 * hour) }, browser, after(now, 23 * hour)),
    ).toBeNull()
  })

  it('renews at most once in half an idle period, however it is used', () => {
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

  it('counts a proof as recent until its end, which is not part of it', () => {
    expect(hasRecentProof({ sudoUntil: after(now, 1) }, now)).toBe(true)
    expect(hasRecentProof({ sudoUntil: now }, now)).toBe(false)
    expect(hasRecentProof({ sudoUntil: null }, now)).toBe(false)
  })
})

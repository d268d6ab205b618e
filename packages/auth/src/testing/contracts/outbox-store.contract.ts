import type { MailId, UserId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after, day, hour, minute } from '../../core/duration.ts'
import { timePrefix } from '../../events/event-record.ts'
import { noticeLifetime, noticeSpacing, type OutboxMail } from '../../mail/outbox-store.ts'
import { addSession, addUser, aSession, aUser, start } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail, aNoticedEvent } from './a-mail.ts'
import { anEvent } from './recorded-events.ts'

const ada = { ...aUser('ada'), emailProvenAt: start }
const bob = { ...aUser('bob'), emailProvenAt: start }
const ids = (...written: readonly string[]) => written as readonly MailId[]

/** Claims what is due at a moment, for a minute; returns the ids of each mail in one text. */
async function claim({ outbox }: AuthStores, now = start, limit = 10): Promise<readonly string[]> {
  const claimed = await outbox.claim({ now, until: after(now, minute), limit })
  return claimed.map((mail) => mail.ids.join(' + '))
}

/** What every store of the outbox promises. */
export function describeOutboxStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWith = async (...mails: readonly OutboxMail[]): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    for (const mail of mails) await stores.challenges.create(aChallenge(`challenge of ${mail.id}`), mail)
    return stores
  }

  describe(`${name} outbox store`, () => {
    it('returns a mail as it was stored, and no other caller gets it before the claim is over', async () => {
      const { id, ...mail } = aMail('one', {
        content: {
          kind: 'undo_email_change',
          newEmail: 'other@example.com',
          origin: { at: start.toISOString(), device: 'Ünïcode ‏שלום', ip: null, place: 'Pilsen' },
          expiresAt: start.toISOString(),
        },
        sealedSecret: 'sealed',
      })
      const stores = await storesWith({ id, ...mail })
      const until = after(start, 1000)
      const first = await stores.outbox.claim({ now: start, until, limit: 10 })
      expect(first).toEqual([{ ids: [id], attempts: 0, ...mail }])
      expect(await claim(stores, after(until, -1))).toEqual([])
      const again = await stores.outbox.claim({ now: until, until: after(until, 1), limit: 10 })
      expect(again).toEqual([{ ids: [id], attempts: 1, ...mail }])
    })

    it('returns the mails that have been due for longest', async () => {
      const stores = await storesWith(
        aMail('third', { createdAt: after(start, 3) }),
        aMail('first', { createdAt: after(start, 1) }),
        aMail('second', { createdAt: after(start, 2) }),
      )
      await stores.events.append([aNoticedEvent(ada.id, 'notice', 'new_sign_in', after(start, 2))])
      expect(await claim(stores, start)).toEqual([])
      expect(await claim(stores, after(start, 10), 1)).toEqual(['first'])
      expect((await claim(stores, after(start, 10), 2)).toSorted()).toEqual(['notice', 'second'])
      expect(await claim(stores, after(start, 10), 2)).toEqual(['third'])
    })

    it('gives a mail to one of many concurrent callers', async () => {
      const stores = await storesWith(aMail('one'), aMail('other'))
      await stores.events.append([aNoticedEvent(ada.id, '1', 'role'), aNoticedEvent(ada.id, '2', 'role')])
      const claimed = await Promise.all(Array.from({ length: 20 }, () => claim(stores)))
      expect(claimed.flat().toSorted()).toEqual(['1 + 2', 'one', 'other'])
    })

    it('does not return a mail that has expired', async () => {
      const stores = await storesWith(aMail('one'))
      expect(await claim(stores, after(start, 10 * minute))).toEqual([])
      expect(await claim(stores, after(start, 10 * minute - 1))).toEqual(['one'])
    })

    it('does not return a mail that was sent, nor makes it due again', async () => {
      const stores = await storesWith(aMail('one', { sealedSecret: 'sealed' }), aMail('other'))
      await claim(stores)
      await stores.outbox.recordSent(ids('one', 'unknown'), after(start, 1))
      await stores.outbox.retry(ids('one', 'other'), after(start, 2))
      await stores.outbox.discard(ids('one'))
      expect(await claim(stores, after(start, 2))).toEqual(['other'])
      expect(await stores.outbox.sweep(after(start, 2 + noticeSpacing), 10)).toEqual({
        expired: 1,
        sent: 1,
        undeliverable: 0,
      })
    })

    it('makes claimed mails due again at a moment', async () => {
      const stores = await storesWith(aMail('one'), aMail('other'))
      await claim(stores)
      await stores.outbox.retry(ids('one'), after(start, 100))
      expect(await claim(stores, after(start, 99))).toEqual([])
      const found = await stores.outbox.claim({ now: after(start, 100), until: after(start, 101), limit: 10 })
      expect(found).toMatchObject([{ ids: ['one'], attempts: 1, createdAt: start }])
    })

    it('deletes mails that will never be sent', async () => {
      const stores = await storesWith(aMail('one'), aMail('other'))
      await stores.outbox.discard(ids('one', 'unknown'))
      expect(await claim(stores)).toEqual(['other'])
    })

    it('sends nothing to an undeliverable address', async () => {
      const stores = await storesWith(aMail('to ada'), aMail('to bob', { recipient: bob.email }))
      await stores.events.append([aNoticedEvent(ada.id, 'notice', 'password')])
      expect(await stores.outbox.markUndeliverable(ada.email, null)).toBe(false)
      expect(await stores.outbox.markUndeliverable(ada.email, start)).toBe(true)
      expect(await stores.outbox.markUndeliverable(ada.email, after(start, 1))).toBe(false)
      expect(await claim(stores)).toEqual(['to bob'])
      expect(await stores.outbox.markUndeliverable(ada.email, null)).toBe(true)
      expect((await claim(stores)).toSorted()).toEqual(['notice', 'to ada'])
    })

    it('deletes mails to an undeliverable address in batches, and never as expired ones', async () => {
      const due = ['1', '2', '3'].map((id) => aMail(id, { sealedSecret: 'sealed' }))
      const others = [aMail('to be tried again'), aMail('to bob', { recipient: bob.email }), aMail('sent')]
      const stores = await storesWith(...due, ...others)
      const { outbox } = stores
      await stores.events.append([
        aNoticedEvent(ada.id, 'notice', 'password'),
        aNoticedEvent(bob.id, 'notice to bob', 'password'),
      ])
      await outbox.recordSent(ids('sent'), start)
      const again = after(start, 10 * minute)
      await outbox.retry(ids('to be tried again'), again)
      await outbox.markUndeliverable(ada.email, start)
      expect(await outbox.sweep(after(start, -1), 10)).toEqual({ expired: 0, sent: 0, undeliverable: 0 })
      expect(await outbox.sweep(start, 3)).toEqual({ expired: 0, sent: 0, undeliverable: 3 })
      expect(await outbox.sweep(start, 3)).toEqual({ expired: 0, sent: 0, undeliverable: 1 })
      const expired = after(again, 1)
      expect(await outbox.sweep(expired, 1)).toEqual({ expired: 0, sent: 1, undeliverable: 1 })
      expect(await outbox.sweep(expired, 1)).toEqual({ expired: 1, sent: 0, undeliverable: 0 })
      await outbox.markUndeliverable(ada.email, null)
      expect(await claim(stores, expired)).toEqual(['notice to bob'])
    })

    it('deletes mails that have expired and that were sent, in batches, and no others', async () => {
      const expired = ['1', '2', '3'].map((id) => aMail(`expired ${id}`, { expiresAt: after(start, 100) }))
      const sent = ['1', '2', '3'].map((id) => aMail(`sent ${id}`))
      const stores = await storesWith(...expired, ...sent, aMail('waits', { expiresAt: after(start, day) }))
      await stores.outbox.recordSent(ids('sent 1', 'sent 2', 'sent 3'), after(start, 101 - noticeSpacing))
      expect(await stores.outbox.sweep(after(start, 100), 2)).toEqual({ expired: 0, sent: 0, undeliverable: 0 })
      expect(await stores.outbox.sweep(after(start, 101), 2)).toEqual({ expired: 2, sent: 0, undeliverable: 0 })
      expect(await stores.outbox.sweep(after(start, 102), 2)).toEqual({ expired: 1, sent: 2, undeliverable: 0 })
      expect(await stores.outbox.sweep(after(start, 102), 2)).toEqual({ expired: 0, sent: 1, undeliverable: 0 })
      expect(await claim(stores, after(start, 102))).toEqual(['waits'])
    })

    describe('notices', () => {
      it('are made of the events that have one, which are read without it', async () => {
        const stores = await storesWith()
        const { notice, ...event } = aNoticedEvent(ada.id, '1', 'new_sign_in')
        await stores.events.append([{ ...event, notice: 'new_sign_in' }, anEvent(ada.id, '2')])
        const claimed = await stores.outbox.claim({ now: start, until: after(start, 1), limit: 10 })
        expect(claimed).toEqual([
          {
            ids: ['1'],
            recipient: ada.email,
            attempts: 0,
            createdAt: start,
            expiresAt: after(start, noticeLifetime),
            notice,
            userId: ada.id,
            events: [event],
          },
        ])
        const read = await stores.events.list({ userId: ada.id, category: null, before: null, limit: 10 })
        expect(read).toEqual([anEvent(ada.id, '2'), event])
      })

      it('are stored with a change, and with the failure that is kept, and not with what is discarded', async () => {
        const stores = await storesWith()
        const { users, rateLimits } = stores
        await users.rename({ id: ada.id, name: 'Ada' }, () => [aNoticedEvent(ada.id, '1', 'password')])
        const kept = [aNoticedEvent(ada.id, '2', 'role')]
        const discarded = [aNoticedEvent(ada.id, '3', 'client'), aNoticedEvent('' as UserId, '4', 'client')]
        await rateLimits.add([], start, { kept, discarded: [] })
        await rateLimits.add([], start, { kept: [], discarded })
        expect((await claim(stores)).toSorted()).toEqual(['1', '2'])
        if (name === 'memory') return
        // The event has an id that is stored already.
        const again = users.rename({ id: ada.id, name: 'Grace' }, () => [
          aNoticedEvent(ada.id, '5', 'email'),
          aNoticedEvent(ada.id, '1', 'email'),
        ])
        await expect(again).rejects.toThrow(/unique/i)
        expect(await claim(stores)).toEqual([])
      })

      it('of one kind to one user are one mail, in the order of their events', async () => {
        const stores = await storesWith()
        await stores.events.append([
          aNoticedEvent(ada.id, '2', 'new_sign_in', after(start, 20)),
          aNoticedEvent(ada.id, '4', 'password', after(start, 40)),
          aNoticedEvent(bob.id, '5', 'new_sign_in', after(start, 50)),
        ])
        await stores.events.append([
          aNoticedEvent(ada.id, '1', 'new_sign_in', after(start, 10)),
          aNoticedEvent(ada.id, '3', 'new_sign_in', after(start, 30)),
        ])
        const claimed = await stores.outbox.claim({ now: after(start, 60), until: after(start, 61), limit: 10 })
        expect(claimed.map((mail) => mail.ids)).toEqual([['1', '2', '3'], ['4'], ['5']])
        expect(claimed[0]).toMatchObject({
          createdAt: after(start, 10),
          expiresAt: after(start, 30 + noticeLifetime),
          events: [{ id: '1' }, { id: '2' }, { id: '3' }],
        })
        expect(claimed.map(({ recipient }) => recipient)).toEqual([ada.email, ada.email, bob.email])
      })

      it('are not due within the spacing of the last such mail, and then are one', async () => {
        const stores = await storesWith()
        await stores.events.append([aNoticedEvent(ada.id, '1', 'new_sign_in')])
        await claim(stores)
        const later = (id: string, at: number) => aNoticedEvent(ada.id, id, 'new_sign_in', after(start, at))
        await stores.events.append([later('2', 1)])
        // The first one is being sent.
        expect(await claim(stores, after(start, 2))).toEqual([])
        await stores.outbox.recordSent(ids('1'), after(start, 3))
        await stores.events.append([later('3', 4), aNoticedEvent(bob.id, '4', 'new_sign_in')])
        expect(await claim(stores, after(start, 5))).toEqual(['4'])
        await stores.outbox.discard(ids('4'))
        expect(await claim(stores, after(start, 2 + noticeSpacing))).toEqual([])
        expect(await claim(stores, after(start, 3 + noticeSpacing))).toEqual(['2 + 3'])
      })

      it('wait with those that are to be tried again', async () => {
        const stores = await storesWith()
        await stores.events.append([aNoticedEvent(ada.id, '1', 'role')])
        await claim(stores)
        await stores.outbox.retry(ids('1'), after(start, hour))
        await stores.events.append([aNoticedEvent(ada.id, '2', 'role', after(start, 1))])
        expect(await claim(stores, after(start, hour - 1))).toEqual([])
        const claimed = await stores.outbox.claim({ now: after(start, hour), until: after(start, day), limit: 10 })
        expect(claimed).toMatchObject([{ ids: ['1', '2'], attempts: 1 }])
      })

      it('go to the address that the user has when they are sent', async () => {
        const stores = await storesWith()
        const own = aSession('own', ada)
        await addSession(stores, own)
        const email = 'lovelace@example.com'
        const change = aChallenge('change', { kind: 'change_email', email, userId: ada.id, sessionId: own.id })
        await stores.challenges.create(change, aMail('code', { recipient: email }))
        const undo = aChallenge('undo', { kind: 'undo_email_change', userId: ada.id })
        const changing = { id: change.id, now: start, userId: ada.id, email, token: own.tokenHash }
        await stores.challenges.changeEmail({ ...changing, undo: { challenge: undo, mail: aMail('undo') } }, () => [
          aNoticedEvent(ada.id, 'notice', 'email'),
        ])
        const claimed = await stores.outbox.claim({ now: start, until: after(start, 1), limit: 10 })
        expect(claimed.map((mail) => `${mail.ids[0]} to ${mail.recipient}`).toSorted()).toEqual([
          `code to ${email}`,
          `notice to ${email}`,
          `undo to ${ada.email}`,
        ])
      })

      it('are not stored for a user who has not proven their address', async () => {
        const stores = await storesWith()
        const eve = aUser('eve')
        await addUser(stores, eve)
        await stores.events.append([aNoticedEvent(eve.id, '1', 'role'), aNoticedEvent(ada.id, '2', 'role')])
        expect(await claim(stores)).toEqual(['2'])
      })

      it('are left out of their mail once they have expired, or their event is gone', async () => {
        const stores = await storesWith()
        await stores.events.append([
          aNoticedEvent(ada.id, `${timePrefix(start)}-0`, 'role'),
          aNoticedEvent(ada.id, `${timePrefix(after(start, hour))}-0`, 'role', after(start, hour)),
          { ...anEvent(ada.id, `${timePrefix(after(start, 2 * day))}-0`), at: after(start, 2 * day) },
        ])
        expect(await claim(stores, after(start, day))).toEqual([`${timePrefix(after(start, hour))}-0`])
        await stores.outbox.retry(ids(`${timePrefix(after(start, hour))}-0`), start)
        expect(await stores.events.deleteBefore(after(start, day), 10)).toBe(2)
        expect(await claim(stores, after(start, hour))).toEqual([])
        expect(await stores.outbox.sweep(after(start, 3 * day), 10)).toEqual({ expired: 2, sent: 0, undeliverable: 0 })
      })
    })
  })
}

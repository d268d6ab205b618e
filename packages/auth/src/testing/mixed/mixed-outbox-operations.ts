import type { MailId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { ClaimedMail, OutboxStore } from '../../mail/outbox-store.ts'
import { onceIn } from './mixed-choices.ts'
import { type Choose, type MakeOperation, plain } from './mixed-operation.ts'
import type { MixedWorld } from './mixed-world.ts'

/** The ids of a mail that was claimed; else of one that never was. */
function claimed({ mails }: MixedWorld, choose: Choose): readonly MailId[] {
  return mails.length === 0 ? ['none' as MailId] : choose(mails)
}

/** Makes an operation for every method of the store of the outbox. */
export const outboxOperations: Readonly<Record<keyof OutboxStore, MakeOperation>> = {
  claim: (world, choose) => {
    const { now, batch } = world
    return {
      ...plain('outbox', 'claim', { now, until: after(now, 30), limit: choose([1, 5, 100]) }),
      settle(result) {
        for (const { ids } of result as readonly ClaimedMail[]) {
          // None is due again within the batch.
          for (const id of ids) world.ledger.once('mail', `${id} in batch ${batch}`)
          for (const id of ids) world.ledger.checkUnsent(id, batch)
          world.mails.push(ids)
        }
      },
    }
  },
  recordSent: (world, choose) => {
    const { now, batch } = world
    const ids = claimed(world, choose)
    return {
      ...plain('outbox', 'recordSent', ids, now),
      settle: () => void ids.map((id) => world.ledger.send(id, batch)),
    }
  },
  retry: (world, choose) => plain('outbox', 'retry', claimed(world, choose), after(world.now, 20)),
  discard: (world, choose) => plain('outbox', 'discard', claimed(world, choose)),
  sweep: ({ now }) => plain('outbox', 'sweep', after(now, -100), 3),
  markUndeliverable: (world, choose) => {
    const email = world.emailOf(choose(world.accounts).user)
    return plain('outbox', 'markUndeliverable', email, onceIn(choose, 4) ? world.now : null)
  },
}

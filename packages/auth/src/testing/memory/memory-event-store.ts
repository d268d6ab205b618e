import { eventCategoryOf } from '@latchkey/schema'
import { appendEvents, type MemoryRecords } from './memory-records.ts'
import type { EventStore } from '../../events/event-store.ts'

export function createMemoryEventStore(records: MemoryRecords): EventStore {
  const { events } = records
  return {
    async append(added) {
      appendEvents(records, added)
    },
    async list({ userId, category, before, limit }) {
      const matching = events.filter(
        (event) =>
          event.userId === userId &&
          (category === null || eventCategoryOf[event.type] === category) &&
          (before === null || event.id < before),
      )
      return matching.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit)
    },
    async deleteBefore(moment, limit) {
      const old = events.filter((event) => event.at < moment).slice(0, limit)
      for (const event of old) events.splice(events.indexOf(event), 1)
      return old.length
    },
  }
}

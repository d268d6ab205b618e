import type { UserStore } from '../../users/user-store.ts'
import type { MemoryRecords } from './memory-records.ts'

export function createMemoryUserStore({ users, events }: MemoryRecords): UserStore {
  return {
    async findByEmail(email) {
      return [...users.values()].find((user) => user.email === email) ?? null
    },
    async rename({ id, name }, record) {
      const user = users.get(id)
      if (user !== undefined) users.set(id, { ...user, name })
      events.push(...record(name))
    },
  }
}

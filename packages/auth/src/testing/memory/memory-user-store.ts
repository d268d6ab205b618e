import type { UserStore } from '../../users/user-store.ts'
import { type MemoryRecords, recorded } from './memory-records.ts'

export function createMemoryUserStore(records: MemoryRecords): UserStore {
  const { users } = records
  return {
    async find(id) {
      return users.get(id) ?? null
    },
    async findByEmail(email) {
      return [...users.values()].find((user) => user.email === email) ?? null
    },
    async rename({ id, name }, record) {
      const user = users.get(id)
      if (user !== undefined) users.set(id, { ...user, name })
      recorded(records, record, name)
    },
  }
}

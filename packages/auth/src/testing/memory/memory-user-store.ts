import type { UserStore } from '../../users/user-store.ts'
import type { MemoryRecords } from './memory-records.ts'

export function createMemoryUserStore({ users }: MemoryRecords): UserStore {
  return {
    async findByEmail(email) {
      return [...users.values()].find((user) => user.email === email) ?? null
    },
  }
}

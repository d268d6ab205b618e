import { endWhere, type MemoryRecords } from '../memory-records.ts'
import type { UserStore } from './user-store.ts'

export function createMemoryUserStore(records: MemoryRecords): UserStore {
  return {
    async findByEmail(email) {
      return [...records.users.values()].find((user) => user.email === email) ?? null
    },
    async changeRole({ user, role, now }) {
      records.users.set(user.id, { ...user, role })
      const ending = { at: now, reason: 'role_changed', by: null } as const
      return endWhere(records, (session) => session.userId === user.id, ending)
    },
  }
}

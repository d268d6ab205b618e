import type { MemoryRecords } from './memory-records.ts'
import type { AuthorizationRequestStore } from '../../oauth/authorization-request-store.ts'

export function createMemoryAuthorizationRequestStore({ requests }: MemoryRecords): AuthorizationRequestStore {
  return {
    async insert(request) {
      requests.set(request.stateHash, request)
    },
    async consume(stateHash) {
      const request = requests.get(stateHash) ?? null
      requests.delete(stateHash)
      return request
    },
    async deleteExpiredBefore(moment, limit) {
      const expired = [...requests.values()].filter((request) => request.expiresAt < moment)
      const deleted = expired.slice(0, limit)
      for (const { stateHash } of deleted) requests.delete(stateHash)
      return deleted.length
    },
  }
}

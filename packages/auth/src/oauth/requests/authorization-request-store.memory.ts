import type { MemoryRecords } from '../../memory-records.ts'
import type { AuthorizationRequestStore } from './authorization-request-store.ts'

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
    async deleteExpiredBefore(moment) {
      const expired = [...requests.values()].filter((request) => request.expiresAt < moment)
      for (const { stateHash } of expired) requests.delete(stateHash)
      return expired.length
    },
  }
}

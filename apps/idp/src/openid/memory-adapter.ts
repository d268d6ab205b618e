import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { ExpiringMap } from '../expiring-map.ts'

/**
 * Creates the storage of one provider. The library's own one warns at each start that it is for development.
 * @param lifetimeMs of records for which the library names none
 */
export function createMemoryAdapter(lifetimeMs: number): AdapterFactory {
  const stored = new ExpiringMap<AdapterPayload>()
  return (model) => adapterFor(model, stored, lifetimeMs)
}

function adapterFor(model: string, stored: ExpiringMap<AdapterPayload>, lifetimeMs: number): Adapter {
  const key = (id: string): string => `${model}:${id}`
  const findBy = async (matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> => {
    for (const candidate of stored.keys()) {
      const payload = candidate.startsWith(`${model}:`) ? stored.get(candidate) : null
      if (payload !== null && matches(payload)) return payload
    }
    return undefined
  }
  return {
    async upsert(id, payload, expiresIn) {
      stored.set(key(id), payload, expiresIn === undefined ? lifetimeMs : expiresIn * 1000)
    },
    async find(id) {
      return stored.get(key(id)) ?? undefined
    },
    findByUid: (uid) => findBy((payload) => payload.uid === uid),
    findByUserCode: (userCode) => findBy((payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = stored.get(key(id))
      if (payload !== null) payload.consumed = Math.floor(Date.now() / 1000)
    },
    async destroy(id) {
      stored.delete(key(id))
    },
    async revokeByGrantId(grantId) {
      for (const candidate of stored.keys()) if (stored.get(candidate)?.grantId === grantId) stored.delete(candidate)
    },
  }
}

import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { ExpiringMap } from '../expiring-map.ts'

const defaultLifetimeMs = 60 * 60 * 1000

/** Storage of one provider; the library's own warns at each start that it is for development. */
export function createMemoryAdapter(): AdapterFactory {
  const stored = new ExpiringMap<AdapterPayload>()
  return (model) => adapterFor(model, stored)
}

function adapterFor(model: string, stored: ExpiringMap<AdapterPayload>): Adapter {
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
      stored.set(key(id), payload, expiresIn === undefined ? defaultLifetimeMs : expiresIn * 1000)
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

import { addSession, addUser, aSession, aUser, noEvents, start, tokenHash } from '@latchkey/auth/testing'
import { createPostgresStores, openPostgres } from '../src/postgres/index.ts'
import { answerOf, decodeEntry, openEntries } from './redis-entries.ts'
import { createTestDatabase, prepareTestPostgres, startRedis } from '../src/testing/index.ts'

/*
 * Compares what one look at a session costs this process: the row of PostgreSQL, and an entry of Redis that would be read
 * before it. Then plays the schedule in which such an entry answers for a session whose ending was acknowledged.
 */

const sessions = 500
const reads = 40_000
const rounds = 5
const callers = 16

const prepared = await prepareTestPostgres(undefined)
const { url } = await createTestDatabase(prepared)
const connections = openPostgres({ url })
const stores = createPostgresStores(connections)
let redis = await startRedis()
let entries = await openEntries(redis.url)

const ada = aUser('ada')
await addUser(stores, ada)
const names = Array.from({ length: sessions }, (_, index) => `session-${index}`)
for (const name of names) {
  await addSession(stores, aSession(name, ada))
  await entries.fill(tokenHash(name), await stores.sessions.findLive(tokenHash(name), start), 600_000)
}

const looks: Readonly<Record<string, (name: string) => Promise<unknown>>> = {
  'row of PostgreSQL': (name) => stores.sessions.findLive(tokenHash(name), start),
  'entry of Redis': async (name) => decodeEntry(await entries.read(tokenHash(name))),
}

console.log(
  `${reads} looks by ${callers} callers, ${rounds} rounds: looks a second, processor time of this process for one`,
)
for (let round = 0; round < rounds; round += 1) {
  for (const [what, look] of Object.entries(looks)) {
    const cpu = process.cpuUsage()
    const since = performance.now()
    let done = 0
    await Promise.all(
      Array.from({ length: callers }, async () => {
        while (done < reads) {
          done += 1
          await look(names[done % sessions] ?? '')
        }
      }),
    )
    const { user, system } = process.cpuUsage(cpu)
    const perSecond = Math.round((reads * 1000) / (performance.now() - since))
    console.log(`${what}: ${perSecond}/s, ${((user + system) / reads).toFixed(1)} µs`)
  }
}

console.log('\nA reader misses, and reads the row of a live session.')
const ended = aSession('ended', ada)
await addSession(stores, ended)
const seenLive = await stores.sessions.findLive(ended.tokenHash, start)
console.log('The session is ended: its entry gets a tombstone, the transaction commits, the ending is acknowledged.')
await entries.bury(ended.tokenHash)
await stores.sessions.end({ id: ended.id, userId: ada.id }, { at: start, reason: 'ended_by_user', by: null }, noEvents)
console.log('Redis restarts, or evicts the tombstone.')
const { port } = redis
entries.close()
await redis.kill()
redis = await startRedis({ port })
entries = await openEntries(redis.url)
console.log('The reader goes on, and stores what it has read, for there is no tombstone.')
await entries.fill(ended.tokenHash, seenLive, 2000)
console.log(`PostgreSQL says: ${answerOf(await stores.sessions.findLive(ended.tokenHash, start))}.`)
console.log(`Redis says: ${answerOf(decodeEntry(await entries.read(ended.tokenHash)))}.`)

entries.close()
await redis.kill()
await connections.close()
await prepared.stop()

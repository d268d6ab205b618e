import { type AuthStores, StoreUnavailableError } from '@latchkey/auth'
import { addSession, addUser, aSession, aUser, noEvents, start, tokenHash } from '@latchkey/auth/testing'
import type pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPostgresStores, openPostgres } from '../../src/postgres/index.ts'
import { openCuttableWay } from '../../src/testing/cuttable-way.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

const ada = aUser('ada')
const own = aSession('own', ada)

describe('a PostgreSQL that can’t be used now', () => {
  it('is a store that is not available, where nothing answers', async () => {
    const told: StoreUnavailableError[] = []
    const connections = openPostgres({ url: 'postgres://latchkey@127.0.0.1:1/latchkey' })
    onTestFinished(() => connections.close())
    const { sessions } = createPostgresStores(connections, { onUnavailable: (error) => told.push(error) })
    await expect(sessions.findLive(tokenHash('a'), start)).rejects.toBeInstanceOf(StoreUnavailableError)
    await expect(sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)).rejects.toThrow(
      StoreUnavailableError,
    )
    expect(told).toHaveLength(2)
  })

  it('is back by itself after its connections were cut, and has lost nothing', async () => {
    const connections = await temporaryPostgres()
    const stores = createPostgresStores(connections)
    await addUser(stores, ada)
    await addSession(stores, own)
    await Promise.all([1, 2, 3].map(() => stores.sessions.findLive(own.tokenHash, start)))
    const killer = openPostgres({ url: connections.url })
    onTestFinished(() => killer.close())
    await killer.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    const outcome = await stores.sessions.findLive(own.tokenHash, start).catch((error: unknown) => error)
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(StoreUnavailableError)
    expect(await stores.sessions.findLive(own.tokenHash, start)).toMatchObject({ session: { id: 'own' } })
  })

  it('is not available to a transaction whose connection is cut, and the process goes on', async () => {
    const connections = await temporaryPostgres()
    const stores = createPostgresStores(connections)
    await addUser(stores, ada)
    await addSession(stores, own)
    const holder = await connections.pool.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM users FOR UPDATE')
    const ended = stores.sessions
      .endAll({ userId: ada.id, keep: null }, ending, noEvents)
      .catch((error: unknown) => error)
    const cutWaiting = (): Promise<pg.QueryResult> =>
      // Beside the transaction, which would see the same waiting connections each time.
      connections.pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      )
    while ((await cutWaiting()).rowCount === 0);
    expect(await ended).toBeInstanceOf(StoreUnavailableError)
    await holder.query('ROLLBACK')
    holder.release()
    expect(await stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)).toMatchObject([
      { id: 'own' },
    ])
  })

  it('is not available to a transaction whose connection goes silent, which does not wait for its rollback too', async () => {
    const direct = await temporaryPostgres()
    await addUser(createPostgresStores(direct), ada)
    const way = await openCuttableWay(direct.url)
    const connections = openPostgres({ url: `${way.url}?query_timeout=1500` })
    onTestFinished(() => connections.close())
    const holder = await direct.pool.connect()
    onTestFinished(() => holder.release())
    await holder.query('BEGIN')
    await holder.query('SELECT FROM users FOR UPDATE')
    const ended = createPostgresStores(connections)
      .sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)
      .catch((error: unknown) => error)
    const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while ((await direct.pool.query(waiting)).rowCount === 0);
    way.silence()
    const since = performance.now()
    expect(await ended).toBeInstanceOf(StoreUnavailableError)
    expect(performance.now() - since).toBeLessThan(2500)
    await holder.query('ROLLBACK')
  })

  it.each([
    ['a read', (stores: AuthStores) => stores.sessions.findLive(own.tokenHash, start)],
    ['a change', (stores: AuthStores) => stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)],
  ])('is back once %s has found its connection silent, also where all others are', async (_name, first) => {
    const direct = await temporaryPostgres()
    await addUser(createPostgresStores(direct), ada)
    await addSession(createPostgresStores(direct), own)
    const way = await openCuttableWay(direct.url)
    const connections = openPostgres({ url: way.url })
    onTestFinished(() => connections.close())
    const stores = createPostgresStores(connections)
    const { id: userId } = aUser('bob')
    const changes = () => [1, 2, 3, 4].map(() => stores.sessions.endAll({ userId, keep: null }, ending, noEvents))
    await Promise.all([stores.sessions.findLive(own.tokenHash, start), ...changes()])
    way.silence()
    await first(stores)
    const since = performance.now()
    await Promise.all([stores.sessions.findLive(own.tokenHash, start), ...changes()])
    expect(performance.now() - since).toBeLessThan(1500)
  })

  it('is not available while another transaction holds a lock for long', async () => {
    const connections = await temporaryPostgres()
    const stores = createPostgresStores(connections)
    await addUser(stores, ada)
    const holder = await connections.pool.connect()
    onTestFinished(() => holder.release())
    await holder.query('BEGIN')
    await holder.query('SELECT FROM users FOR UPDATE')
    await expect(stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      cause: { code: '55P03' },
    })
    await holder.query('ROLLBACK')
    expect(await stores.sessions.endAll({ userId: ada.id, keep: null }, ending, noEvents)).toEqual([])
  })
})

const ending = { at: start, reason: 'ended_by_user', by: null } as const

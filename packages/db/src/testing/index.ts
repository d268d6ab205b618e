export { freePort } from './free-port.ts'
export {
  createEmptyDatabase,
  createLocalizedDatabase,
  createTestDatabase,
  prepareTestPostgres,
  type TestDatabaseOfPostgres,
  type TestPostgres,
} from './postgres-databases.ts'
export { startPostgres, type StartedPostgres } from './start-postgres.ts'
export { type RedisOptions, type StartedRedis, startRedis } from './start-redis.ts'
export { takeTestDatabase } from './take-test-database.ts'

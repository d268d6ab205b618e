export { createTestDatabase, prepareTestPostgres, type TestPostgres } from './postgres-databases.ts'
export { startPostgres, type StartedPostgres } from './start-postgres.ts'

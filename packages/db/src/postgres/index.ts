export { createPostgresStores } from './create-postgres-stores.ts'
export { migratePostgres } from './migrate-postgres.ts'
export { listenForSignals, type SignalListener } from './session-signals.ts'
export { openPostgres, type PostgresConnections, type PostgresOptions } from './open-postgres.ts'

export { createSqliteStores } from './create-sqlite-stores.ts'
export { migrateDatabase } from './migrate-database.ts'
export { createWriteProbe, type WriteProbe } from './write-probe.ts'
export { closeDatabase, openDatabase, type SqliteDatabase } from './open-database.ts'

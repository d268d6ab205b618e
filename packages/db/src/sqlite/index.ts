export { createSqliteStores } from './create-sqlite-stores.ts'
export { migrateDatabase } from './migrate-database.ts'
export { closeDatabase, openDatabase, type SqliteDatabase } from './open-database.ts'

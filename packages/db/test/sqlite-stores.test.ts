import { describeStores } from '@latchkey/auth/testing'
import { createSqliteStores } from '../src/sqlite/index.ts'
import { temporaryDatabase } from './temporary-database.ts'

describeStores('sqlite', () => createSqliteStores(temporaryDatabase()))

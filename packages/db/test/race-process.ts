import { createSqliteStores, openDatabase } from '../src/sqlite/index.ts'
import { answerRaces } from './answer-races.ts'

const [file = ''] = process.argv.slice(2)
const db = openDatabase(file)
const stores = await createSqliteStores(db)
// On a busy machine the other process may hold its lock for longer than a server would wait.
db.$client.pragma('busy_timeout = 10000')
answerRaces(stores)

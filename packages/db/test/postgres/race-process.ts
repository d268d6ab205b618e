import { createPostgresStores, openPostgres } from '../../src/postgres/index.ts'
import { answerRaces } from '../answer-races.ts'

const [url = ''] = process.argv.slice(2)
answerRaces(createPostgresStores(openPostgres({ url, maxConnections: 4 })))

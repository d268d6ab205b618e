import { describeStores } from '@latchkey/auth/testing'
import { createPostgresStores } from '../../src/postgres/index.ts'
import { sharedPostgres } from './temporary-postgres.ts'

const emptyPostgres = sharedPostgres()
describeStores('postgres', async () => createPostgresStores(await emptyPostgres()))

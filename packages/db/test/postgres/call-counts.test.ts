import { describeCallCounts } from '@latchkey/auth/testing'
import { createPostgresCallCounts } from '../../src/postgres/index.ts'
import { sharedPostgres } from './temporary-postgres.ts'

const emptyPostgres = sharedPostgres()
describeCallCounts('postgres', async () => {
  const connections = await emptyPostgres()
  return [createPostgresCallCounts(connections), createPostgresCallCounts(connections)]
})

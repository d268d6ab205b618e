import { describeCallCounts } from '../testing/contracts/call-counts.contract.ts'
import { createMemoryCallCounts } from './memory-call-counts.ts'

describeCallCounts('memory', async () => {
  const counts = createMemoryCallCounts()
  return [counts, counts]
})

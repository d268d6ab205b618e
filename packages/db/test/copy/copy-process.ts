import { kill } from 'node:process'
import { copyDatabase, type DatabaseAddress } from '../../src/copy/index.ts'

/** Copies a database, and kills itself at a step. */
const [plan = ''] = process.argv.slice(2)
const { from, to, killAt } = JSON.parse(plan) as {
  readonly from: DatabaseAddress
  readonly to: DatabaseAddress
  readonly killAt: string
}

await copyDatabase({
  from,
  to,
  batchSize: 7,
  onProgress: (progress) => {
    const step = progress.stage === 'marked' ? 'marked' : `${progress.stage} ${progress.table}`
    if (step === killAt) kill(process.pid, 'SIGKILL')
  },
})

import { startPostgres } from '../src/testing/index.ts'

/*
 * The PostgreSQL of a benchmark: that which comes with a package, with the settings that it has by itself, so that a commit
 * waits for the disk. It prints its address and the id of its first process as JSON, and ends, with its data, when the input
 * of this program ends: so also when the benchmark is killed.
 */

const { url, pid, stop } = await startPostgres({ flags: [] })
process.stdin.resume()
process.stdin.once('close', () => void stop().then(() => process.exit(0)))
console.log(JSON.stringify({ url, pid: pid() }))

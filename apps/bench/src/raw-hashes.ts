import { hash } from '@node-rs/argon2'

/** What the server hashes with by default. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const concurrency = 2
const durationMs = 4000

/** Returns how many passwords argon2 alone hashes in a second with the server's defaults, as many at a time as the server. */
export async function rawHashesPerSecond(): Promise<number> {
  const startedAt = performance.now()
  let hashes = 0
  const run = async (): Promise<void> => {
    while (performance.now() - startedAt < durationMs) {
      await hash('correct horse battery', parameters)
      hashes += 1
    }
  }
  await Promise.all(Array.from({ length: concurrency }, run))
  return hashes / ((performance.now() - startedAt) / 1000)
}

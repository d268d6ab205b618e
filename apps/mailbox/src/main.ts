import { readSettings, StartFailure } from './settings.ts'
import { startMailbox } from './start-mailbox.ts'

// All state is in memory, so that a stop has nothing to write first.
process.on('SIGINT', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))

try {
  const { url, smtpUrl } = await startMailbox(readSettings(process.env))
  process.stdout.write(`${JSON.stringify({ msg: 'listening', url, smtpUrl })}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof StartFailure ? error.message : String(error)}\n`)
  process.exit(1)
}

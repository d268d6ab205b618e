import { stopWithNpx } from './stop-with-npx.ts'
import { turbo } from './turbo.ts'

/** The built server, as a variable: it does not exist yet when this file is checked. */
const server = '../apps/server/dist/main.js'

const code = turbo('run', 'build', '--output-logs=errors-only')
if (code !== 0) process.exit(code)

// In this very process: Ctrl-C and SIGTERM reach the server without anyone passing them on.
stopWithNpx()
await import(server)

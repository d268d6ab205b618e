import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from './config.ts'
import { createContainer } from './container.ts'
import { createLogger } from './logger.ts'
import { migrationsFolder, root } from './paths.ts'

const [email] = process.argv.slice(2)
if (email === undefined) {
  console.error('Usage: pnpm admin:grant <e-mail>')
  process.exit(1)
}

const envFile = join(root, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)
const config = readConfig(process.env, root)
const { auth, close } = createContainer(config, createLogger('warn'), migrationsFolder)
const granted = await auth.users.grantRole(email, 'admin')
await close()

if (granted === null) {
  console.error(`No user has the address ${email}. They sign up first, then you grant.`)
  process.exit(1)
}
const { user, endedSessions } = granted
console.log(`${user.email} is an admin. Sessions ended: ${endedSessions}; they sign in again.`)

import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createContainer } from '../../src/container.ts'
import { type ConnectionLimits, listen, listeningPort } from '../../src/http/serve.ts'
import { createLogger } from '../../src/log/logger.ts'
import { migrationsFolder, root } from '../../src/paths.ts'

/**
 * A program: the app in a process of its own, without jobs, with other limits for connections than the built server. Its
 * arguments are these limits in JSON and the folder of the built web app.
 */

const [limits = '', webFolder = ''] = process.argv.slice(2)
// oxlint-disable-next-line node/no-process-env -- a program of its own
const config = readConfig(process.env, root)
const log = createLogger('info')
const { auth, ping } = await createContainer(config, log, migrationsFolder)
const connectionLimits = JSON.parse(limits) as Partial<ConnectionLimits>
const server = await listen(createApp({ auth, config, log, ping, webFolder }), config, connectionLimits)
log.info({ port: listeningPort(server) }, 'listening')

import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from '@latchkey/client'
import { fileTokenStore } from '@latchkey/client/node'

const clientId = 'latchkey-cli'

/**
 * Creates the options of the client. Each server has a token file of its own.
 *
 * @param url - of the server, as the caller wrote it
 * @param file - the token file, if the caller named one
 * @returns the options
 */
export function connection(url: string, file: string | undefined): ConnectionOptions {
  // A `url` that is not a URL is refused when it is used.
  const host = URL.parse(url)?.host ?? ''
  const folder = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), clientId)
  return { url, clientId, tokenStore: fileTokenStore(file ?? join(folder, `${encodeURIComponent(host)}.json`)) }
}

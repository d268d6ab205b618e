import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from '@latchkey/client'
import { fileTokenStore } from '@latchkey/client/node'

const clientId = 'latchkey-cli'

/** A file for each server: the tokens of one are never sent to another. */
export function connection(url: string, file: string | undefined): ConnectionOptions {
  // What is no address is refused when it is used.
  const host = URL.parse(url)?.host ?? ''
  const folder = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), clientId)
  return { url, clientId, tokenStore: fileTokenStore(file ?? join(folder, `${encodeURIComponent(host)}.json`)) }
}

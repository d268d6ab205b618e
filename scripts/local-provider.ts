import type { ChildProcess } from 'node:child_process'
import { isProduction } from '../apps/server/src/config/is-production.ts'
import { localProviderVariables } from '../packages/auth/src/oauth/providers/local-provider-variables.ts'
import { isClientIdVariable } from '../packages/auth/src/oauth/providers/provider-variables.ts'
import { offeredLocally, providerDefinitions } from '../packages/auth/src/oauth/providers/registry.ts'
import { startLocalProgram } from './start-local-program.ts'

/** Above the app's port and the port of its server in development. */
export const portsAbove = 10

export interface LocalProvider {
  readonly process: ChildProcess
  /** The variables that make the server offer it. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Starts the local provider where there is no other: it plays Google, GitHub and "Example ID", so that signing in
 * through a provider works in a fresh clone. Null in production, and where a provider is configured. With `detached` Ctrl-C
 * in a terminal does not reach it.
 */
export async function startLocalProvider(
  appPort: number,
  { detached = false }: { readonly detached?: boolean } = {},
): Promise<LocalProvider | null> {
  const isConfigured = Object.entries(process.env).some(
    ([name, value]) => isClientIdVariable(name, providerDefinitions) && value !== '',
  )
  // The server names what is wrong with a port.
  const isPort = Number.isInteger(appPort) && appPort > 0 && appPort + portsAbove < 65_536
  const publicUrl = URL.parse(process.env['PUBLIC_URL'] ?? '')
  if (isProduction({ nodeEnv: process.env['NODE_ENV'], publicUrl }) || isConfigured || !isPort) return null

  // On this machine only, wherever the app itself listens. The app runs without it.
  const env = { HOST: '127.0.0.1', PORT: String(appPort + portsAbove) }
  const started = await startLocalProgram({ app: 'idp', env, detached })
  if (started === null) return null

  const { process: child, listening } = started
  return { process: child, env: localProviderVariables(String(listening['url']), offeredLocally) }
}

import { expect } from 'vitest'
import { ConfigError } from '../../src/config/config-error.ts'
import { readConfig } from '../../src/config/read-config.ts'

/** What the start says about an environment that it does not take. */
export function refusalOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment, '/srv/latchkey')
  } catch (error) {
    if (error instanceof ConfigError) return error.message
  }
  return expect.unreachable(`${JSON.stringify(environment)} was taken`)
}

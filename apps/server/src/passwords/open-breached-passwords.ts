import { type BreachedPasswords, createBreachedPasswords, inspectPasswordFilter, PasswordRange } from '@latchkey/auth'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/read-config.ts'
import type { Log } from '../log/logger.ts'
import { commonPasswordsFile } from '../paths.ts'

/**
 * Returns the breached passwords of the configuration beside the common ones. Of files only the beginning is read here.
 *
 * @throws ConfigError when the file of the configuration holds no whole filter
 */
export function openBreachedPasswords(
  { breachedFile, breachedUrl }: Pick<Config['password'], 'breachedFile' | 'breachedUrl'>,
  log: Log,
): BreachedPasswords {
  if (breachedFile !== null) inspect(breachedFile)
  const range = breachedUrl === null ? null : new PasswordRange({ url: breachedUrl, onUnavailable })
  return createBreachedPasswords({
    files: [commonPasswordsFile, ...(breachedFile === null ? [] : [breachedFile])],
    range,
  })

  function onUnavailable(failure: string): void {
    log.warn({ failure }, 'breached passwords were not asked for')
  }
}

function inspect(file: string): void {
  try {
    inspectPasswordFilter(file)
  } catch (error) {
    const why = error instanceof RangeError ? error.message : 'it can’t be read'
    throw new ConfigError(
      `BREACHED_PASSWORDS_FILE: ${file}: ${why}: make it with pnpm passwords:filter <list> <out>, or leave it out.`,
    )
  }
}

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { explainStartFailure } from '../config/explain-start-failure.ts'
import { exposedFiles, exposedFolders, privateFiles } from '../config/private-files.ts'
import { type Config, readConfig } from '../config/read-config.ts'
import { root } from '../paths.ts'

/**
 * Runs a program with the configuration of the environment and of the file `.env`, and with a line for each doubtful setting
 * and for each file that other users of this machine can read, which production refuses. What keeps it from starting is
 * printed in one line, with exit code 1.
 */
export async function runWithConfig(
  program: (config: Config, warnings: readonly string[]) => Promise<void>,
): Promise<void> {
  // The database and its log hold personal data, so only this user may read them.
  process.umask(0o077)
  let config: Config | null = null
  try {
    const envFile = join(root, '.env')
    if (existsSync(envFile)) process.loadEnvFile(envFile)
    // oxlint-disable-next-line node/no-process-env -- the one place that reads it
    config = readConfig(process.env, root)
    const { databaseFile } = config
    const folders = databaseFile === null || databaseFile === ':memory:' ? [] : [dirname(databaseFile)]
    const exposed = [...exposedFiles(privateFiles(envFile, config)), ...exposedFolders(folders)]
    if (config.production && exposed.length > 0) throw new ConfigError(exposed.join('\n'))
    await program(config, [...config.warnings, ...exposed])
  } catch (error) {
    // oxlint-disable-next-line eslint/no-console -- there may be no logger yet
    console.error(explainStartFailure(error, config) ?? error)
    process.exit(1)
  }
}

import type { Config } from '../config/read-config.ts'
import type { LogFields } from './log-fields.ts'
import type { FieldOf } from './log-lines.ts'

/** Returns what the log says of the configuration at start, field by field: no secret is among them. */
export function configurationSummary(config: Config): Pick<LogFields, FieldOf<'configuration'>> {
  return {
    production: config.production,
    url: config.publicUrl.origin,
    host: config.host,
    port: config.port,
    database: config.databaseFile ?? withoutPassword(config.postgresUrl),
    redis: config.redisUrl === null ? null : withoutPassword(config.redisUrl),
    mail: config.mail === null ? null : `${config.mail.smtp.host}:${config.mail.smtp.port}`,
    captcha: config.captcha?.view.provider ?? null,
    logLevel: config.logLevel,
    trustProxy: String(config.trustProxy),
    providers: config.providers.map(({ settings }) => settings.id),
    clients: config.clients.map(({ id }) => id),
  }
}

function withoutPassword(address: string | null): string {
  if (address === null) return ''
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

import type { LogField } from './log-fields.ts'

export type LogLevel = 'info' | 'warn' | 'error' | 'fatal'

export interface LogLine {
  readonly levels: readonly LogLevel[]
  readonly fields: readonly LogField[]
  /** When it is written, for the table in the documents. */
  readonly when: string
  /** Written at every `LOG_LEVEL`, `silent` included. */
  readonly always?: true
}

/**
 * Every line of the log but those of security events, by its message: the levels at which it is written, and all the
 * fields that it can have. The table in docs/operations.md is made of this.
 */
export const logLines = {
  configuration: {
    levels: ['info'],
    fields: [
      'production',
      'url',
      'host',
      'port',
      'database',
      'redis',
      'mail',
      'captcha',
      'logLevel',
      'trustProxy',
      'providers',
      'clients',
    ],
    when: 'at start: what is configured, without its secrets',
  },
  'passkeys work for this RP ID alone': {
    levels: ['info'],
    fields: ['rpId'],
    when: 'at start: once `PASSKEY_RP_ID`, or the host of `PUBLIC_URL`, is another, no passkey that was added before works',
  },
  'the configuration is unsafe': {
    levels: ['warn'],
    fields: ['warning'],
    when: 'at start: a setting or the mode of a file that production refuses',
  },
  'the proxies are not as configured': {
    levels: ['warn'],
    fields: ['peer', 'warning'],
    when: 'the first request that `TRUST_PROXY` does not fit, once for each kind',
  },
  listening: { levels: ['info'], fields: ['url', 'host', 'port'], when: 'requests are answered from now on' },
  request: {
    levels: ['info', 'error'],
    fields: [
      'requestId',
      'method',
      'path',
      'status',
      'ms',
      'ip',
      'procedure',
      'reason',
      'oauthError',
      'userId',
      'sessionId',
      'aborted',
    ],
    when: 'a request was answered; error from 500 on',
  },
  refusals: {
    levels: ['info'],
    fields: ['refused', 'notLogged'],
    when: 'once a minute if there were any: how many requests were refused since the last such line, by reason',
    always: true,
  },
  'request failed': { levels: ['error'], fields: ['err', 'requestId'], when: 'a fault outside of a procedure' },
  'procedure failed': {
    levels: ['error'],
    fields: ['err', 'procedure', 'requestId'],
    when: 'a fault in a procedure',
  },
  'events are not in the timeline': {
    levels: ['error'],
    fields: ['err', 'events'],
    when: 'events of refusals could not be stored',
    always: true,
  },
  'signing keys withdrawn': {
    levels: ['warn'],
    fields: ['keyId', 'withdrawn'],
    when: 'an operator ran `pnpm keys:rotate --now`',
    always: true,
  },
  'database connection lost': {
    levels: ['warn'],
    fields: ['err'],
    when: 'PostgreSQL cut a connection, or could not be reached for signals; it is opened again',
  },
  'connection to Redis lost': {
    levels: ['warn'],
    fields: ['err'],
    when: 'Redis cut a connection, did not answer, or could not be reached; it is opened again',
  },
  'signing key replaced': {
    levels: ['info'],
    fields: ['keyId', 'signsFrom'],
    when: 'an operator ran `pnpm keys:rotate`',
    always: true,
  },
  'breached passwords were not asked for': {
    levels: ['warn'],
    fields: ['failure'],
    when: 'the address of `BREACHED_PASSWORDS_URL` gave no usable answer; the password was taken',
  },
  'the CAPTCHA was not verified': {
    levels: ['warn'],
    fields: ['failure'],
    when: 'the provider of the CAPTCHA gave no usable answer, or does not know `CAPTCHA_SECRET`; the call went on without it',
  },
  'a response of the CAPTCHA was refused with an error': {
    levels: ['warn'],
    fields: ['failure'],
    when: 'the provider of the CAPTCHA answered with a status from 400 to 499 and no JSON, as where `CAPTCHA_VERIFY_URL` is wrong; the call was refused',
  },
  'mail was not sent': {
    levels: ['warn'],
    fields: ['mailId', 'mail', 'failure', 'response', 'permanent', 'mayBeDelivered', 'err'],
    when: 'a try to send a mail failed; it is tried again for a day, or until its code is too old, unless it is `permanent`',
  },
  'mails were not sent in time': {
    levels: ['error'],
    fields: ['mails'],
    when: 'mails expired before the mail server took them: codes after ten minutes, all else after a day',
  },
  'mails can’t be read': {
    levels: ['error'],
    fields: ['mails'],
    when: 'the secret in `APP_SECRETS` that encrypted them is gone',
  },
  'the database can’t be read or written': { levels: ['error'], fields: ['err'], when: '`/readyz` answered 503' },
  'job failed': { levels: ['error'], fields: ['err', 'job'], when: 'a job failed; it runs again at its interval' },
  'log lines were dropped: they could not be written': {
    levels: ['error'],
    fields: ['dropped'],
    when: 'the log can be written again',
  },
  stopping: { levels: ['info'], fields: ['cause'], when: 'a signal or a fault stops the process' },
  stopped: { levels: ['info'], fields: [], when: 'the database is closed' },
  'stopped without a clean close': { levels: ['fatal'], fields: ['err'], when: 'stopping failed' },
  'uncaught exception': { levels: ['fatal'], fields: ['err'], when: 'a fault outside of any request; it stops' },
  'unhandled rejection': { levels: ['fatal'], fields: ['err'], when: 'a fault outside of any request; it stops' },
} as const satisfies Readonly<Record<string, LogLine>>

export type LogMessage = keyof typeof logLines

/** The messages that are written at a level. */
export type MessageAt<Level extends LogLevel> = {
  [Message in LogMessage]: Level extends (typeof logLines)[Message]['levels'][number] ? Message : never
}[LogMessage]

/** The fields that a message can have. */
export type FieldOf<Message extends LogMessage> = (typeof logLines)[Message]['fields'][number]

import { describeError } from './describe-error.ts'

/** Every field of the log, with its type. A value of another field is not written, whatever it is. */
export interface LogFields {
  /** True when the connection was closed before the whole answer was sent. */
  readonly aborted: boolean
  /** The provider of the CAPTCHA. */
  readonly captcha: string | null
  readonly cause: string
  readonly clients: readonly string[]
  readonly database: string
  readonly redis: string | null
  readonly dropped: number
  readonly err: unknown
  /** The types of events. */
  readonly events: readonly string[]
  /** The code of what failed: `ENOTFOUND`, `ECONNREFUSED`, `TimeoutError`. */
  readonly failure: string
  readonly host: string
  readonly ip: string | null
  readonly job: string
  readonly keyId: string
  readonly logLevel: string
  /** The kind of a mail, or the server that sends mail. */
  readonly mail: string | null
  readonly mailId: string
  /** How many mails. */
  readonly mails: number
  /** Whether a mail may have arrived although its delivery failed. */
  readonly mayBeDelivered: boolean
  readonly method: string
  readonly ms: number
  /** By reason, how many lines of refused requests were left out. */
  readonly notLogged: Readonly<Record<string, number>>
  readonly oauthError: string
  /** Without its query. */
  readonly path: string
  /** The address that the connection came from. */
  readonly peer: string | undefined
  /** Whether another try would be refused too. */
  readonly permanent: boolean
  readonly port: number | null
  /** The called procedures, with commas between those of a batch. */
  readonly procedure: string
  readonly production: boolean
  readonly providers: readonly string[]
  /** The reasons of the refused calls, with commas between different ones. */
  readonly reason: string
  /** By reason, how many requests were refused. */
  readonly refused: Readonly<Record<string, number>>
  readonly requestId: string
  /** What a mail server answered. */
  readonly response: string | null
  /** The domain that passkeys are for. */
  readonly rpId: string
  readonly sessionId: string
  readonly signsFrom: Date
  /** How many signing keys were withdrawn. */
  readonly withdrawn: number
  readonly status: number
  readonly trustProxy: string
  readonly url: string
  readonly userId: string
  readonly warning: string
}

export type LogField = keyof LogFields

/** The longest text of a field, in UTF-16 code units. */
export const maxTextLength = 512
export const maxPathLength = 2048
const maxEntries = 50

type LoggedValue = string | number | boolean | null | readonly LoggedValue[] | { readonly [key: string]: LoggedValue }

/**
 * Returns the given fields of an object as they are written: texts are cut at {@link maxTextLength}, errors reduced by
 * `describeError`, and what is neither text, number, boolean, date nor a flat list or record of these is left out.
 */
export function pickFields(values: object, fields: readonly string[]): Readonly<Record<string, unknown>> {
  const picked: Record<string, unknown> = {}
  const all = values as Readonly<Record<string, unknown>>
  for (const field of fields) {
    const value = all[field]
    if (value === undefined) continue
    if (field === 'err') picked[field] = describeError(value)
    else picked[field] = loggedValue(value, field === 'path' ? maxPathLength : maxTextLength)
  }
  return picked
}

function loggedValue(value: unknown, maxLength: number, depth = 0): LoggedValue | undefined {
  if (typeof value === 'string') return value.slice(0, maxLength)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || depth > 0) return undefined
  if (Array.isArray(value))
    return value.slice(0, maxEntries).flatMap((entry) => loggedValue(entry, maxLength, depth + 1) ?? [])
  const entries = Object.entries(value).slice(0, maxEntries)
  return Object.fromEntries(
    entries.flatMap(([name, entry]) => {
      const logged = loggedValue(entry, maxLength, depth + 1)
      return logged === undefined ? [] : [[name.slice(0, maxTextLength), logged]]
    }),
  )
}

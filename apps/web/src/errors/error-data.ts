import type { ErrorData, ErrorReason } from '@latchkey/schema'
import { errorTexts } from './error-texts.ts'

/** Not from the table of refusals: that has texts for programs, which a page need not load. */
const reasons: ReadonlySet<unknown> = new Set(Object.keys(errorTexts))

/** Whether the data of an error has the shape that our server sends: a proxy in between may answer too. */
export function isErrorData(value: unknown): value is ErrorData {
  if (!isRecord(value)) return false
  const { code, httpStatus, reason, requestId, fields, retryAfter } = value
  return (
    typeof code === 'string' &&
    typeof httpStatus === 'number' &&
    isErrorReason(reason) &&
    typeof requestId === 'string' &&
    (fields === undefined || isFields(fields)) &&
    (retryAfter === undefined || isSeconds(retryAfter))
  )
}

function isErrorReason(value: unknown): value is ErrorReason {
  return reasons.has(value)
}

function isFields(value: unknown): value is Readonly<Record<string, readonly string[]>> {
  return isRecord(value) && Object.values(value).every(isMessages)
}

function isMessages(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((message) => typeof message === 'string')
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

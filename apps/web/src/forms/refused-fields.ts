import type { ErrorReason } from '@latchkey/schema'
import { errorMessages } from '../errors/error-messages.ts'
import { describeFailure } from '../errors/failure.ts'

/** Which field a refusal is about, and what to say there when the general words don't fit. */
export type RefusalFields<Field extends string> = Readonly<
  Partial<Record<ErrorReason, { readonly field: Field; readonly message?: string }>>
>

/**
 * What to say beside which field after a call was refused; empty when the refusal is about no field of this form, and
 * belongs above it.
 */
export function refusedFields<Field extends string>(
  error: unknown,
  fields: readonly Field[],
  reasons: RefusalFields<Field>,
): Partial<Record<Field, string>> {
  const failure = describeFailure(error)
  if (failure.kind !== 'answered') return {}
  const { reason, fields: told = {} } = failure.data
  const known = reasons[reason]
  if (known !== undefined) return single(known.field, known.message ?? errorMessages[reason])
  const messages: Partial<Record<Field, string>> = {}
  for (const field of fields) {
    const message = told[field]?.[0]
    if (message !== undefined) messages[field] = message
  }
  return messages
}

function single<Field extends string>(field: Field, message: string): Partial<Record<Field, string>> {
  const messages: Partial<Record<Field, string>> = {}
  messages[field] = message
  return messages
}

import type { ErrorReason } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { errorMessages } from '../errors/error-messages.ts'
import { describeFailure } from '../errors/failure.ts'

/** The field that a reason is about, and its message there where the general one does not fit. */
export type RefusalFields<Field extends string> = Readonly<
  Partial<Record<ErrorReason, { readonly field: Field; readonly message?: ReactNode }>>
>

/**
 * Returns the messages of a refusal by field; empty when the refusal is about no field of this form, and belongs above
 * it.
 */
export function refusedFields<Field extends string>(
  error: unknown,
  fields: readonly Field[],
  reasons: RefusalFields<Field>,
): Partial<Record<Field, ReactNode>> {
  const failure = describeFailure(error)
  if (failure.kind !== 'answered') return {}
  const { reason, fields: messagesByField = {} } = failure.data
  const messages: Partial<Record<Field, ReactNode>> = {}
  const known = reasons[reason]
  if (known !== undefined) {
    messages[known.field] = known.message ?? errorMessages[reason]
    return messages
  }
  for (const field of fields) {
    const message = messagesByField[field]?.[0]
    if (message !== undefined) messages[field] = message
  }
  return messages
}

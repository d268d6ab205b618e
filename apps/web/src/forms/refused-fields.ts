import type { ErrorReason } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { describeFailure } from '../errors/failure.ts'

/** The field that a reason is about, and the message there. */
export type RefusalFields<Field extends string> = Readonly<
  Partial<Record<ErrorReason, { readonly field: Field; readonly message: ReactNode }>>
>

export interface RefusedFieldsOptions<Field extends string> {
  readonly fields: readonly Field[]
  readonly reasons: RefusalFields<Field>
  /** What to say of a field that the server refuses and the rules of the form do not: the server's words are English. */
  readonly invalid: string
}

/**
 * Returns the messages of a refusal by field; empty when the refusal is about no field of this form, and belongs above
 * it.
 */
export function refusedFields<Field extends string>(
  error: unknown,
  { fields, reasons, invalid }: RefusedFieldsOptions<Field>,
): Partial<Record<Field, ReactNode>> {
  const failure = describeFailure(error)
  if (failure.kind !== 'answered') return {}
  const { reason, fields: messagesByField = {} } = failure.data
  const messages: Partial<Record<Field, ReactNode>> = {}
  const known = reasons[reason]
  if (known !== undefined) {
    messages[known.field] = known.message
    return messages
  }
  for (const field of fields) if (messagesByField[field] !== undefined) messages[field] = invalid
  return messages
}

import { passwordMinLength } from '@latchkey/schema'
import { trpc } from '../../api/trpc.ts'
import type { RefusalFields } from '../../forms/refused-fields.ts'

export interface NewPassword<Field extends string> {
  /** What a new password must be on this server, under its field. */
  readonly hint: string
  /** Refusals of a new password. */
  readonly refusals: RefusalFields<Field>
}

/** The rules of this server for new passwords; until it has answered, the least that any server demands. */
export function useNewPassword<Field extends string>(field: Field): NewPassword<Field> {
  const policy = trpc.passwords.policy.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const minLength = policy.data?.minLength ?? passwordMinLength
  return {
    hint: `At least ${minLength} characters. A few words you’ll remember make a good one.`,
    refusals: {
      PASSWORD_TOO_COMMON: { field },
      PASSWORD_TOO_SHORT: { field, message: `Use at least ${minLength} characters.` },
    },
  }
}

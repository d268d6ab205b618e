import { passwordMinLength } from '@latchkey/schema'
import { trpc } from '../../api/trpc.ts'

export interface PasswordHint {
  readonly minLength: number
  readonly words: string
}

/** What a new password must be on this server. Until it has answered, the least that any server asks for. */
export function usePasswordHint(): PasswordHint {
  const policy = trpc.passwords.policy.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const minLength = policy.data?.minLength ?? passwordMinLength
  return { minLength, words: `At least ${minLength} characters. A few words you’ll remember make a good one.` }
}

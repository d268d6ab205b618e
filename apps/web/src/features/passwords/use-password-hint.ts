import { passwordMinLength } from '@latchkey/schema'
import { trpc } from '../../api/trpc.ts'

export interface PasswordHint {
  readonly minLength: number
  readonly text: string
}

/** What a new password must be on this server. Until it has answered, the least that any server asks for. */
export function usePasswordHint(): PasswordHint {
  const policy = trpc.passwords.policy.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const minLength = policy.data?.minLength ?? passwordMinLength
  return { minLength, text: `At least ${minLength} characters. A few text you’ll remember make a good one.` }
}

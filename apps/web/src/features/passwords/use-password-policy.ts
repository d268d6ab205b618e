import type { PasswordPolicyView } from '@latchkey/schema'
import { trpc } from '../../api/trpc.ts'

/** Returns what this server says of passwords; `null` until it has answered. It changes with its configuration only. */
export function usePasswordPolicy(): PasswordPolicyView | null {
  return trpc.passwords.policy.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY }).data ?? null
}

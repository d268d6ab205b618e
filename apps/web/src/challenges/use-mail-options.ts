import type { MailOptionsView } from '@latchkey/schema'
import { trpc } from '../api/trpc.ts'

/** Returns what this server does by mail; `null` until it has answered. It changes with its configuration only. */
export function useMailOptions(): MailOptionsView | null {
  return trpc.auth.mailOptions.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY }).data ?? null
}

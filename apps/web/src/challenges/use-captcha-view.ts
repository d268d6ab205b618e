import type { CaptchaView } from '@latchkey/schema'
import { trpc } from '../api/trpc.ts'

/** Returns the CAPTCHA that this server asks for; `null` for none, and until it has answered. It changes with its configuration only. */
export function useCaptchaView(): CaptchaView | null {
  return trpc.auth.captcha.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY }).data ?? null
}

import { reasonOf } from '@latchkey/client'
import { TRPCClientError } from '@trpc/client'

const finalReasons: ReadonlySet<string> = new Set(['SESSION_ENDED', 'INVALID_REFRESH_TOKEN', 'REFRESH_TOKEN_REUSED'])

/**
 * Describes an error and what to do about it.
 *
 * @param error - what a command threw
 * @param url - of the server
 * @returns one line
 */
export function errorMessage(error: unknown, url: string): string {
  const reason = reasonOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (reason === null) return error instanceof TRPCClientError ? `${url} did not answer. (${message})` : message
  if (reason === 'NOT_SIGNED_IN') return 'Nobody is signed in (NOT_SIGNED_IN). Sign in: latchkey login'
  if (finalReasons.has(reason)) return `This session has ended (${reason}). Sign in again: latchkey login`
  return `${message} (${reason})`
}

/**
 * Whether a ceremony ended without an answer: its user cancelled it, it took too long, or this page began another one. Which of
 * these it was, browsers do not tell.
 */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}

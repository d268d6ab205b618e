/**
 * Runs some work with a signal that is aborted after a time, or together with an outer signal.
 *
 * @param milliseconds - when the signal is aborted with an `Error`
 * @param work - must reject when its signal is aborted
 * @param outer - aborts the work's signal with its own reason
 * @returns what the work resolves to
 * @throws what the work rejects with
 */
export async function withTimeout<Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> {
  const abort = new AbortController()
  const onOuterAbort = (): void => abort.abort(outer?.reason)
  const timer = setTimeout(() => abort.abort(new Error('No answer came in time.')), milliseconds)
  if (outer?.aborted === true) onOuterAbort()
  outer?.addEventListener('abort', onOuterAbort)
  try {
    return await work(abort.signal)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', onOuterAbort)
  }
}

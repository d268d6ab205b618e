/** Gives up after so many milliseconds, or with `outer`, what takes a signal to give up by. */
export async function withTimeout<Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> {
  const abort = new AbortController()
  const giveUp = (): void => abort.abort(outer?.reason)
  const timer = setTimeout(() => abort.abort(new Error('No answer came in time.')), milliseconds)
  if (outer?.aborted === true) giveUp()
  outer?.addEventListener('abort', giveUp)
  try {
    return await work(abort.signal)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', giveUp)
  }
}

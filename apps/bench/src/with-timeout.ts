/** Rejects when a promise takes longer than `timeoutMs`; `what` names it in the error. */
export async function withTimeout<T>(timeoutMs: number, what: string, promise: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what} took more than ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Returns what an answer is.
 *
 * @throws Error when it takes longer than so many milliseconds; what it is then, is not looked at
 */
export async function answerWithin<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | null = null
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}

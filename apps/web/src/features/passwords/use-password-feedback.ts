import { useEffect, useState } from 'react'
import { loadCommonPasswords } from './common-passwords.ts'
import { type FeedbackRules, type PasswordFeedback, passwordFeedback, passwordToLookUp } from './password-feedback.ts'

/** Returns what there is to say of what is typed; it looks a password up in the list once it is long enough. */
export function usePasswordFeedback(
  typed: string,
  { minLength, context }: Pick<FeedbackRules, 'minLength' | 'context'>,
): PasswordFeedback {
  /** The password that was last found on the list. */
  const [listed, setListed] = useState<string | null>(null)
  const candidate = passwordToLookUp(typed, minLength)

  useEffect(() => {
    let isCurrent = true
    async function lookUp(password: string): Promise<void> {
      const list = await loadCommonPasswords()
      if ((await list?.includes(password)) === true && isCurrent) setListed(password)
    }
    if (candidate !== null) void lookUp(candidate)
    return () => {
      isCurrent = false
    }
  }, [candidate])

  return passwordFeedback(typed, { minLength, context, isListed: (password) => password === listed })
}

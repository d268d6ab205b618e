import { useEffect, useState } from 'react'
import { linkToken, takeLinkToken } from './mail-link.ts'

/**
 * Returns the token of the link that this page was opened with; `null` without one. Another link that is opened in the same
 * tab changes the hash alone, so that the browser keeps the document.
 */
export function useLinkToken(): string | null {
  const [token, setToken] = useState(linkToken)
  useEffect(() => {
    function onHashChange(): void {
      takeLinkToken(window.location, window.history)
      setToken(linkToken())
    }
    window.addEventListener('hashchange', onHashChange)
    return () => window.removeEventListener('hashchange', onHashChange)
  }, [])
  return token
}

import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Returns true while the browser lays the page out for printing. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false)

  useEffect(() => {
    // At once: the browser prints what is there when the event is over.
    const begin = (): void => flushSync(() => setPrinting(true))
    const finish = (): void => setPrinting(false)
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', finish)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', finish)
    }
  }, [])

  return printing
}

import { useEffect } from 'react'

/** For what takes the place of a page without a change of its address: reading begins at its heading. */
export function useHeadingFocus(): void {
  useEffect(() => {
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [])
}

import { useEffect } from 'react'

/** Focuses the heading of a component that replaces the page without a change of its address. */
export function useHeadingFocus(): void {
  useEffect(() => {
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [])
}

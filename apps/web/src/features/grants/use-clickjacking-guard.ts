import { type MouseEvent, useEffect, useRef } from 'react'

/** Milliseconds; the two clicks of a double one are closer together than this. */
const settled = 700

/**
 * For what gives something away. Another site's window that lies on top can vanish under the first click of two, and
 * the second falls on whatever is beneath; so does the second click on the page before this one. A click counts once
 * this page has been in front for a moment, or the mouse has moved over it. Keys, touches and assistive technologies go
 * through.
 */
export function useClickjackingGuard(): { readonly onClickCapture: (event: MouseEvent) => void } {
  const inFrontSince = useRef(Number.POSITIVE_INFINITY)
  useEffect(() => {
    const listening = new AbortController()
    const listen = <Type extends keyof WindowEventMap>(type: Type, hear: (event: WindowEventMap[Type]) => void): void =>
      window.addEventListener(type, hear, { capture: true, signal: listening.signal })
    if (document.hasFocus()) inFrontSince.current = performance.now()
    listen('focus', ({ target, timeStamp }) => {
      if (target === window) inFrontSince.current = Math.min(inFrontSince.current, timeStamp)
    })
    listen('blur', ({ target }) => {
      if (target === window) inFrontSince.current = Number.POSITIVE_INFINITY
    })
    listen('pointermove', () => {
      inFrontSince.current = Number.NEGATIVE_INFINITY
    })
    listen('pointerdown', ({ pointerType }) => {
      if (pointerType !== 'mouse') inFrontSince.current = Number.NEGATIVE_INFINITY
    })
    return () => listening.abort()
  }, [])

  return {
    onClickCapture: (event) => {
      // A click that no pointer made counts none.
      if (event.detail === 0 || event.timeStamp - inFrontSince.current >= settled) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

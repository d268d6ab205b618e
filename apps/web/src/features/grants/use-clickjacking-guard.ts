import { type MouseEvent, useEffect, useRef } from 'react'

/** Milliseconds; the clicks of a double click are closer together than this. */
const settled = 700

/**
 * Guards buttons that grant access against double-click clickjacking: another site's window on top can close at the first
 * click, so that the second hits this page; so can the second click on the page before this one. A mouse click counts
 * once this page has been in front for a moment, or the mouse has moved over it. Keys, touches and assistive technologies
 * are not affected.
 */
export function useClickjackingGuard(): { readonly onClickCapture: (event: MouseEvent) => void } {
  const inFrontSince = useRef(Number.POSITIVE_INFINITY)
  useEffect(() => {
    const listening = new AbortController()
    const listen = <Type extends keyof WindowEventMap>(
      type: Type,
      handle: (event: WindowEventMap[Type]) => void,
    ): void => window.addEventListener(type, handle, { capture: true, signal: listening.signal })
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
      // A click without a pointer, as of a key, has no detail.
      if (event.detail === 0 || event.timeStamp - inFrontSince.current >= settled) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

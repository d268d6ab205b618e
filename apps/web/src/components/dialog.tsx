import { type JSX, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import classes from './dialog.module.css'

export interface DialogProps {
  readonly title: ReactNode
  /** Escape, or the browser's own way to close it. */
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * A modal dialog. It is the browser's own: it keeps the focus, makes the rest inert, gives the focus back, and needs no
 * style element that a content security policy would have to allow.
 */
export function Dialog({ title, onClose, children }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Closing it, before it is removed, is what gives the focus back.
    return () => element?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      className={classes.root}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // React state decides whether the dialog is open; the browser must not close it by itself.
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={titleId} className={classes.title}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}

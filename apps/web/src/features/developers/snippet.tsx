import { type JSX, useId, useRef } from 'react'
import { useCopying } from '../../browser/use-copying.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { CopyStatus } from '../../components/copy-status.tsx'
import { paint } from './paint.ts'
import classes from './snippet.module.css'

export interface SnippetProps {
  readonly title: string
  /** The programs that the code needs. */
  readonly needs: string
  readonly code: string
}

/** Code with a copy button. */
export function Snippet({ title, needs, code }: SnippetProps): JSX.Element {
  const titleId = useId()
  const pre = useRef<HTMLPreElement>(null)
  const copying = useCopying(code, pre)

  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <div className={classes.text}>
          <h3 id={titleId} className={classes.title}>
            {title}
          </h3>
          <p className={classes.needs}>{needs}</p>
        </div>
        <CopyButton copying={copying} what={title} />
      </div>
      <CopyStatus copying={copying} />
      {/* Wider than the page: it scrolls on its own, by keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <pre ref={pre} className={classes.code} role="region" aria-labelledby={titleId} tabIndex={0} translate="no">
        {paint(code).map(({ text, kind }, index) =>
          kind === 'plain' ? (
            text
          ) : (
            // Strokes have no identity but their index.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} data-kind={kind}>
              {text}
            </span>
          ),
        )}
      </pre>
    </div>
  )
}

import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type JSX, useEffect, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { copyText } from '../../browser/copy-text.ts'
import { paint } from './paint.ts'
import classes from './snippet.module.css'

/** Milliseconds for which the button says that it copied. */
const saidFor = 4_000

export interface SnippetProps {
  readonly title: string
  /** The programs that the code needs. */
  readonly needs: string
  readonly code: string
}

/** Code with a copy button. */
export function Snippet({ title, needs, code }: SnippetProps): JSX.Element {
  const texts = useTranslations('developers')
  const app = useTranslations('app')
  const titleId = useId()
  const pre = useRef<HTMLPreElement>(null)
  const [copied, setCopied] = useState<boolean | null>(null)

  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => setCopied(null), saidFor)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy(): Promise<void> {
    const done = await copyText(code)
    // With the code selected, the user only has to press the copy keys.
    if (!done && pre.current !== null) window.getSelection()?.selectAllChildren(pre.current)
    setCopied(done)
  }

  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <div className={classes.text}>
          <h3 id={titleId} className={classes.title}>
            {title}
          </h3>
          <p className={classes.needs}>{needs}</p>
        </div>
        <Button
          variant="default"
          size="sm"
          className={classes.copy}
          leftSection={
            copied === true ? (
              <IconCheck size={16} stroke={2} aria-hidden />
            ) : (
              <IconCopy size={16} stroke={1.75} aria-hidden />
            )
          }
          aria-label={copied === true ? app('copied') : texts('copySnippet', { title })}
          onClick={() => void copy()}
        >
          {app(copied === true ? 'copied' : 'copy')}
        </Button>
      </div>
      <output className={classes.status} data-seen={copied === false}>
        {copied === true && texts('copied')}
        {copied === false && texts('copyBlocked')}
      </output>
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

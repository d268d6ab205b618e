import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import type { Copying } from '../browser/use-copying.ts'
import classes from './copy-button.module.css'

export interface CopyButtonProps {
  readonly copying: Copying
  /** What is copied, for screen readers. */
  readonly what: string
}

/** Copies a text; `CopyStatus` says what came of it. */
export function CopyButton({ copying: { state, copy }, what }: CopyButtonProps): JSX.Element {
  const texts = useTranslations('app')
  const isCopied = state === 'copied'
  return (
    <Button
      variant="default"
      size="sm"
      className={classes.root}
      leftSection={
        isCopied ? <IconCheck size={16} stroke={2} aria-hidden /> : <IconCopy size={16} stroke={1.75} aria-hidden />
      }
      aria-label={isCopied ? texts('copied') : texts('copyOf', { what })}
      onClick={() => void copy()}
    >
      {texts(isCopied ? 'copied' : 'copy')}
    </Button>
  )
}

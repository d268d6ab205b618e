import { ActionIcon } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type JSX, type ReactNode, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCopying } from '../browser/use-copying.ts'
import classes from './detail-list.module.css'

/** A list of `Detail` elements. */
export function DetailList({ children }: { readonly children: ReactNode }): JSX.Element {
  return <dl className={classes.root}>{children}</dl>
}

export interface DetailProps {
  readonly label: string
  readonly children: ReactNode
}

export function Detail({ label, children }: DetailProps): JSX.Element {
  return (
    <div className={classes.line}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

export interface DetailIdProps {
  readonly label: string
  readonly id: string
}

/** An id: easy to select, hard to misread, and copied with a button. */
export function DetailId({ label, id }: DetailIdProps): JSX.Element {
  const texts = useTranslations('app')
  const element = useRef<HTMLSpanElement>(null)
  const { state, copy } = useCopying(id, element)
  const copied = state === 'copied'

  return (
    <Detail label={label}>
      <span ref={element} className={classes.id}>
        {id}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        className={classes.copy}
        aria-label={texts('copyOf', { what: label })}
        onClick={() => void copy()}
      >
        {copied ? <IconCheck size={16} stroke={2} aria-hidden /> : <IconCopy size={16} stroke={1.6} aria-hidden />}
      </ActionIcon>
      <output className={classes.copied}>{copied && texts('copied')}</output>
    </Detail>
  )
}

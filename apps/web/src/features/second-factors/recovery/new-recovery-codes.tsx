import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { type JSX, type ReactNode, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCopying } from '../../../browser/use-copying.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import { CopyStatus } from '../../../components/copy-status.tsx'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import { useNow } from '../../../time/use-now.ts'
import classes from './new-recovery-codes.module.css'
import { downloadRecoveryCodes, showRecoveryCode } from './recovery-codes-file.ts'

export interface NewRecoveryCodesProps {
  readonly codes: readonly string[]
  /** The address of the user, for what is saved and printed. */
  readonly email: string
  /** What follows once they are saved. */
  readonly children: ReactNode
}

/** Shows recovery codes, once: to copy, to download and to print. A printed page has them alone. */
export function NewRecoveryCodes({ codes, email, children }: NewRecoveryCodesProps): JSX.Element {
  const texts = useTranslations('recovery')
  const times = useTimeFormats()
  const list = useRef<HTMLOListElement>(null)
  const copying = useCopying(codes.map(showRecoveryCode).join('\n'), list)
  const head = [
    texts('fileTitle'),
    texts('fileOwner', { email, host: window.location.host, date: times.day(useNow()) }),
    texts('fileText'),
  ]

  return (
    <div className={classes.root}>
      <div className={classes.paper}>
        <div className={classes.head}>
          {head.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <ol ref={list} className={classes.codes} translate="no">
          {codes.map((code) => (
            <li key={code}>{showRecoveryCode(code)}</li>
          ))}
        </ol>
      </div>
      <div className={classes.actions}>
        <CopyButton copying={copying} what={texts('title')} />
        <Button
          variant="default"
          size="sm"
          leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
          aria-label={texts('downloadLabel')}
          onClick={() => downloadRecoveryCodes({ name: texts('fileName'), head, codes })}
        >
          {texts('download')}
        </Button>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />}
          aria-label={texts('printLabel')}
          onClick={() => window.print()}
        >
          {texts('print')}
        </Button>
      </div>
      <CopyStatus copying={copying} />
      {children}
    </div>
  )
}

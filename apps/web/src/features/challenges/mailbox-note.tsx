import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Note } from '../../components/note.tsx'
import { anchor, names } from '../../language/rich.tsx'

/** Says where the mails of a server on a laptop are: they go to no mailbox of the reader. */
export function MailboxNote({ address }: { readonly address: string }): JSX.Element {
  const texts = useTranslations('checkMail')
  return <Note tone="neutral">{texts.rich('mailbox', { ...names, ...anchor(address), address })}</Note>
}

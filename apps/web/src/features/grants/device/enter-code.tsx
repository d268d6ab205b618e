import { type DeviceRequestView, userCodeLength } from '@latchkey/schema'
import { type FormEvent, type JSX, useEffect, useRef, useState } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { BusyButton } from '../../../components/busy-button.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { errorMessages } from '../../../errors/error-messages.ts'
import { reasonOf } from '../../../errors/failure.ts'
import form from '../../../forms/form.module.css'
import { UserCodeField } from './user-code-field.tsx'
import { readUserCode, type TypedCode } from './user-code.ts'

export interface EnterCodeProps {
  /** What the field starts with. */
  readonly code: string
  /** Why the person is back here. */
  readonly refusal: unknown
  readonly onFound: (device: DeviceRequestView) => void
}

/** Asks for the code that a device shows. A link may bring it along; it is still the person who goes on. */
export function EnterCode({ code, refusal, onFound }: EnterCodeProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<TypedCode>(() => readUserCode(code))
  const [error, setError] = useState<string | null>(() => strayMessage(typed) ?? refusedMessage(refusal))
  const findDevice = trpc.grants.findDevice.useMutation({
    onSuccess: onFound,
    onError: (refused) => {
      const message = refusedMessage(refused)
      if (message !== null) complain(message)
    },
  })
  const isBack = refusal !== null

  useEffect(() => {
    if (isBack) input.current?.focus()
  }, [isBack])

  const above = findDevice.error ?? refusal

  function complain(message: string): void {
    setError(message)
    input.current?.focus()
    input.current?.select()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (findDevice.isPending) return
    if (typed.letters.length < userCodeLength) return complain(tooShort(typed.letters.length))
    findDevice.mutate({ userCode: typed.letters })
  }

  return (
    <>
      <PageHeading title="Sign in a device" lead="Enter the code that the device or program shows you." />
      <form className={form.form} noValidate onSubmit={submit}>
        {above !== null && refusedMessage(above) === null && <ErrorNote error={above} />}
        <UserCodeField
          ref={input}
          letters={typed.letters}
          error={error}
          onChange={(next) => {
            setTyped(next)
            setError(strayMessage(next))
          }}
        />
        <BusyButton type="submit" size="md" fullWidth busy={findDevice.isPending}>
          Continue
        </BusyButton>
      </form>
    </>
  )
}

function strayMessage({ stray }: TypedCode): string | null {
  return stray === null ? null : `“${stray}” is never in a code. Codes have no A, E, I, O, U or Y, and no digits.`
}

function tooShort(count: number): string {
  if (count === 0) return 'Enter the code.'
  return `A code has ${userCodeLength} letters; this has ${count} so far.`
}

/** What belongs at the field; everything else stands above it. */
function refusedMessage(error: unknown): string | null {
  const reason = reasonOf(error)
  if (reason === 'USER_CODE_UNKNOWN')
    return 'No device is waiting with this code. It may have run out: check it, or start again on the device.'
  return reason === 'INVALID_INPUT' ? errorMessages.USER_CODE_UNKNOWN : null
}

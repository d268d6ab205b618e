import { TextInput } from '@mantine/core'
import {
  type ChangeEvent,
  type JSX,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import { useTranslations } from 'use-intl/react'
import { caretBehind, readUserCode, showUserCode, type TypedCode } from './user-code.ts'
import classes from './user-code-field.module.css'

export interface UserCodeFieldProps {
  readonly name: string
  readonly letters: string
  readonly error: ReactNode
  readonly onChange: (typed: TypedCode) => void
  readonly ref: Ref<HTMLInputElement>
}

/** A field for a user code in any spelling; the dash is added. */
export function UserCodeField({ name, letters, error, onChange, ref }: UserCodeFieldProps): JSX.Element {
  const texts = useTranslations('device')
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(ref, () => input.current, [])
  /** The position of the caret once the code is formatted; the browser would put it at the end. */
  const caret = useRef<number>(null)

  useLayoutEffect(() => {
    if (caret.current !== null && document.activeElement === input.current) {
      input.current?.setSelectionRange(caret.current, caret.current)
    }
    caret.current = null
  })

  function change({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
    const { value, selectionStart } = currentTarget
    const typed = readUserCode(value)
    const before = value.slice(0, selectionStart ?? value.length)
    caret.current = Math.min(caretBehind(before), showUserCode(typed.letters).length)
    onChange(typed)
  }

  return (
    <TextInput
      ref={input}
      name={name}
      label={texts('code')}
      description={texts('codeHint')}
      classNames={{ input: classes.input }}
      value={showUserCode(letters)}
      onChange={change}
      error={error !== null && error !== undefined && <span role="alert">{error}</span>}
      autoComplete="off"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      size="lg"
    />
  )
}

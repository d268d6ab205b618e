import { TextInput } from '@mantine/core'
import {
  type ChangeEvent,
  type JSX,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './code-field.module.css'
import { caretBehind, readCode, showCode } from './typed-code.ts'
import { useCodeRules } from './use-code-rules.ts'

export interface CodeFieldProps {
  readonly name: string
  /** The letters that it starts with. */
  readonly letters?: string
  readonly hint: ReactNode
  readonly error: ReactNode
  /** `one-time-code` where the code is mailed: some browsers read it from the message. */
  readonly autoComplete: 'off' | 'one-time-code'
  /** Whether it has the focus at first, where the code is all that a page waits for. */
  readonly takesFocus?: boolean
  /** Called with the letters, and what is wrong with what else was typed. */
  readonly onChange: (letters: string, problem: string | null) => void
  readonly ref?: Ref<HTMLInputElement>
}

/** A field for a code of eight letters in any spelling; the dash is added. */
export function CodeField(props: CodeFieldProps): JSX.Element {
  const { name, letters: first = '', hint, error, autoComplete, takesFocus = false, onChange, ref } = props
  const texts = useTranslations('code')
  const { strayMessage } = useCodeRules()
  const [letters, setLetters] = useState(first)
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
    const typed = readCode(value)
    const before = value.slice(0, selectionStart ?? value.length)
    caret.current = Math.min(caretBehind(before), showCode(typed.letters).length)
    setLetters(typed.letters)
    onChange(typed.letters, strayMessage(typed))
  }

  return (
    <TextInput
      ref={input}
      name={name}
      label={texts('label')}
      description={hint}
      classNames={{ input: classes.input }}
      value={showCode(letters)}
      onChange={change}
      error={error !== null && error !== undefined && <span role="alert">{error}</span>}
      autoComplete={autoComplete}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page decides
      autoFocus={takesFocus}
      inputMode="text"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      size="lg"
    />
  )
}

import { TextInput } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import type { FieldProps } from '../forms/use-procedure-form.ts'
import classes from './second-factor-field.module.css'

export interface SecondFactorFieldProps {
  readonly field: FieldProps
  readonly label: string
  readonly hint: ReactNode
  /** `totp` where a recovery code does not do: phones show their keys for digits then. */
  readonly takes: 'any' | 'totp'
}

/** A field for the code of an authenticator app, or a recovery code, as people type or paste it. It has the focus at first. */
export function SecondFactorField({ field, label, hint, takes }: SecondFactorFieldProps): JSX.Element {
  const { error, ...input } = field
  return (
    <TextInput
      {...input}
      label={label}
      description={hint}
      classNames={{ input: classes.input }}
      error={error !== null && error !== undefined && <span role="alert">{error}</span>}
      autoComplete="one-time-code"
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the code is all that is waited for
      autoFocus
      inputMode={takes === 'totp' ? 'numeric' : 'text'}
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      size="lg"
    />
  )
}

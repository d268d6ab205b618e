import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { type JSX, type KeyboardEvent, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './password-field.module.css'

export interface PasswordFieldProps extends PasswordInputProps {
  readonly autoComplete: 'current-password' | 'new-password'
}

/** A password field that can reveal its value, by keyboard too, and says when Caps Lock is on. */
export function PasswordField({ label, ...props }: PasswordFieldProps): JSX.Element {
  const texts = useTranslations('password')
  const [capsLock, setCapsLock] = useState(false)

  function look(event: KeyboardEvent): void {
    setCapsLock(event.getModifierState('CapsLock'))
  }

  return (
    <PasswordInput
      {...props}
      label={
        <>
          {label}
          {/* Beside the label, where there is room: below the field it would move what follows. */}
          <output className={classes.capsLock}>{capsLock && texts('capsLock')}</output>
        </>
      }
      classNames={{ label: classes.label }}
      spellCheck={false}
      autoCapitalize="none"
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': texts('show') }}
      visibilityToggleIcon={VisibilityIcon}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={(event) => {
        setCapsLock(false)
        props.onBlur?.(event)
      }}
    />
  )
}

function VisibilityIcon({ reveal }: { readonly reveal: boolean }): JSX.Element {
  const Icon = reveal ? IconEyeOff : IconEye
  return <Icon size={18} stroke={1.75} aria-hidden />
}

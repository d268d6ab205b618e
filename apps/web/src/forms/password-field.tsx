import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import type { JSX } from 'react'

export interface PasswordFieldProps extends PasswordInputProps {
  readonly autoComplete: 'current-password' | 'new-password'
}

/** A password field that can reveal its value, by keyboard too. */
export function PasswordField(props: PasswordFieldProps): JSX.Element {
  return (
    <PasswordInput
      {...props}
      spellCheck={false}
      autoCapitalize="none"
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
      visibilityToggleIcon={VisibilityIcon}
    />
  )
}

function VisibilityIcon({ reveal }: { readonly reveal: boolean }): JSX.Element {
  const Icon = reveal ? IconEyeOff : IconEye
  return <Icon size={18} stroke={1.75} aria-hidden />
}

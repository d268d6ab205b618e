import type { FocusEvent } from 'react'

interface ValidatingForm<Field extends string> {
  readonly validateField: (field: Field) => unknown
}

/** Validates a field when the user leaves it, unless it is empty. */
export function validateOnBlur<Field extends string>(
  form: ValidatingForm<Field>,
  field: Field,
): { readonly onBlur: (event: FocusEvent<HTMLInputElement>) => void } {
  return {
    onBlur: (event) => {
      if (event.currentTarget.value !== '') form.validateField(field)
    },
  }
}

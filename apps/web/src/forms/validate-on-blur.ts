import type { FocusEvent } from 'react'

interface ValidatingForm<Field extends string> {
  readonly validateField: (field: Field) => unknown
}

/** Says what is wrong when someone leaves a field that they wrote in; passing through an empty one is no mistake yet. */
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

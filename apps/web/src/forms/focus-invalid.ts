interface FocusableForm<Field extends string> {
  readonly getInputNode: (field: Field) => HTMLElement | null
}

/** Puts the focus where a form wants attention: on its first field with an error. */
export function focusInvalid<Field extends string>(
  form: FocusableForm<Field>,
  fields: readonly Field[],
  errors: Readonly<Record<string, unknown>>,
): void {
  const invalid = fields.find((field) => errors[field])
  if (invalid !== undefined) focusField(form, invalid)
}

/** After the next paint: by then the error beside the field is there to be read with it. */
export function focusField<Field extends string>(form: FocusableForm<Field>, field: Field): void {
  requestAnimationFrame(() => {
    const input = form.getInputNode(field)
    input?.focus()
    if (input instanceof HTMLInputElement) input.select()
  })
}

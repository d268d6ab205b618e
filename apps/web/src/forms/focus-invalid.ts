interface FocusableForm<Field extends string> {
  readonly getInputNode: (field: Field) => HTMLElement | null
}

/** Focuses the first field with an error. */
export function focusInvalid<Field extends string>(
  form: FocusableForm<Field>,
  fields: readonly Field[],
  errors: Readonly<Record<string, unknown>>,
): void {
  const invalid = fields.find((field) => errors[field])
  if (invalid !== undefined) focusField(form, invalid)
}

/** Focuses a field after the next paint: by then its error is there, and is announced with it. */
export function focusField<Field extends string>(form: FocusableForm<Field>, field: Field): void {
  requestAnimationFrame(() => {
    const input = form.getInputNode(field)
    input?.focus()
    if (input instanceof HTMLInputElement) input.select()
  })
}

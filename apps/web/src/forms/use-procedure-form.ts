import type { ErrorReason } from '@latchkey/schema'
import { type ChangeEvent, type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { reasonOf } from '../errors/failure.ts'
import { retryDeadline } from '../errors/retry-deadline.ts'
import { type RefusalFields, refusedFields } from './refused-fields.ts'
import type { FieldRule } from './use-field-rules.ts'

type Values = Record<string, unknown>
type FieldErrors<Field extends string> = Partial<Record<Field, ReactNode>>

export interface ProcedureFormOptions<FormValues extends Values, Field extends string & keyof FormValues> {
  /** What is wrong with the text of a field. The server checks all of it once more. */
  readonly rules: Readonly<Partial<Record<Field, FieldRule>>>
  readonly initialValues: FormValues
  readonly initialErrors?: FieldErrors<Field>
  /** Fields that can have an error, in their order on screen. */
  readonly fields: readonly Field[]
  /**
   * Calls the procedure with valid values. The form is busy until it settles; when it rejects, the refusal shows at its
   * field or above the form.
   */
  readonly call: (values: FormValues) => Promise<unknown>
  readonly refusals?: RefusalFields<Field>
  /** Fields that take the focus after a refusal that is about no single field. */
  readonly focusAfter?: Readonly<Partial<Record<ErrorReason, Field>>>
  readonly onValuesChange?: (values: FormValues) => void
  /** The field with whose value attempts are counted: another value may be sent at once. */
  readonly limitedBy?: Field
}

/** What is spread into an input, which keeps its own value. */
export interface FieldProps {
  readonly name: string
  readonly defaultValue: string
  readonly error: ReactNode
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void
}

export interface ProcedureForm<FormValues extends Values, Field extends string & keyof FormValues> {
  /** What is spread into the form element. */
  readonly props: {
    readonly ref: RefObject<HTMLFormElement | null>
    readonly noValidate: true
    readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  }
  readonly busy: boolean
  /** Why the call was refused, unless that shows at a field; `null` otherwise. */
  readonly refusal: unknown
  readonly errors: Readonly<FieldErrors<Field>>
  readonly field: (name: Field) => FieldProps
  /** Sets a value, for inputs that are not spread with `field`, and the error beside it. */
  readonly setValue: <Name extends keyof FormValues>(name: Name, value: FormValues[Name], error?: ReactNode) => void
  /**
   * Returns the value of one field for another call than the form's own, if the rule of the field takes it. Otherwise shows
   * what is wrong at the field, focuses it, and returns `null`.
   */
  readonly validValue: <Name extends Field>(name: Name) => FormValues[Name] | null
  /** Makes another call than the form's own, with the same handling of its refusal. */
  readonly run: (call: () => Promise<unknown>) => Promise<void>
}

/**
 * A form over a procedure: validates by the rules of its fields, calls it, shows a refusal at the field that it is
 * about, or else above the form, and focuses the first field with an error. An error of a field is gone once it changes.
 */
export function useProcedureForm<FormValues extends Values, Field extends string & keyof FormValues>(
  options: ProcedureFormOptions<FormValues, Field>,
): ProcedureForm<FormValues, Field> {
  const { rules, initialValues, initialErrors = {}, fields, call, refusals = {}, focusAfter = {}, limitedBy } = options
  const texts = useTranslations('fields')
  const element = useRef<HTMLFormElement>(null)
  // Not a state: the inputs show what is typed by themselves.
  const values = useRef(initialValues)
  const [errors, setErrors] = useState<FieldErrors<Field>>(initialErrors)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  function setValue<Name extends keyof FormValues>(name: Name, value: FormValues[Name], error: ReactNode = null): void {
    const limited = limitedValue()
    values.current = { ...values.current, [name]: value }
    setErrors((before) =>
      ((before as Values)[name as string] ?? null) === error ? before : { ...before, [name]: error },
    )
    options.onValuesChange?.(values.current)
    if (limitedValue() !== limited) setRefusal((shown: unknown) => (isWaiting(shown) ? null : shown))
  }

  async function run(makeCall: () => Promise<unknown>): Promise<void> {
    if (busy || isWaiting(refusal)) return
    setBusy(true)
    setRefusal(null)
    const limited = limitedValue()
    try {
      await makeCall()
    } catch (error) {
      // What has to wait is no longer in its field.
      if (isWaiting(error) && limitedValue() !== limited) return
      showRefusal(error)
    } finally {
      setBusy(false)
    }
  }

  function limitedValue(): unknown {
    return limitedBy === undefined ? undefined : values.current[limitedBy]
  }

  function showRefusal(error: unknown): void {
    const refused = refusedFields(error, { fields, reasons: refusals, invalid: texts('invalid') })
    setErrors(refused)
    if (Object.keys(refused).length === 0) setRefusal(error)
    const reason = reasonOf(error)
    focus((reason === null ? undefined : focusAfter[reason]) ?? firstOf(refused))
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const problems = problemsOf(values.current, fields, rules)
    setErrors(problems)
    const invalid = firstOf(problems)
    if (invalid === undefined) void run(() => call(values.current))
    else focus(invalid)
  }

  function validValue<Name extends Field>(name: Name): FormValues[Name] | null {
    const problems = problemsOf<Field>(values.current, [name], rules)
    setErrors(problems)
    const isValid = firstOf(problems) === undefined
    if (!isValid) focus(name)
    return isValid ? values.current[name] : null
  }

  function firstOf(messages: FieldErrors<Field>): Field | undefined {
    return fields.find((field) => (messages[field] ?? null) !== null)
  }

  /** Focuses a field after the next paint: by then its error is there, and is announced with it. */
  function focus(field: Field | undefined): void {
    if (field === undefined) return
    requestAnimationFrame(() => {
      const input = element.current?.elements.namedItem(field)
      if (!(input instanceof HTMLInputElement)) return
      input.focus()
      input.select()
    })
  }

  return {
    props: { ref: element, noValidate: true, onSubmit: submit },
    busy,
    refusal,
    errors,
    field: (name) => ({
      name,
      defaultValue: String(initialValues[name]),
      error: errors[name],
      onChange: ({ currentTarget }) => setValue(name, currentTarget.value as FormValues[Field]),
    }),
    setValue,
    validValue,
    run,
  }
}

/** Whether the server has named a moment before which it refuses the next call as well. */
function isWaiting(refusal: unknown): boolean {
  return (retryDeadline(refusal) ?? 0) > Date.now()
}

function problemsOf<Field extends string>(
  values: Values,
  fields: readonly Field[],
  rules: Readonly<Partial<Record<Field, FieldRule>>>,
): FieldErrors<Field> {
  const problems: FieldErrors<Field> = {}
  for (const field of fields) {
    const value = values[field]
    const problem = typeof value === 'string' ? (rules[field]?.(value) ?? null) : null
    if (problem !== null) problems[field] = problem
  }
  return problems
}

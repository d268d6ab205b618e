import type { ErrorReason } from '@latchkey/schema'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { reasonOf } from '../errors/failure.ts'
import { retryDeadline } from '../errors/retry-deadline.ts'
import { focusField, focusInvalid } from './focus-invalid.ts'
import { type RefusalFields, refusedFields } from './refused-fields.ts'
import type { FieldRule } from './use-field-rules.ts'

type Values = Record<string, unknown>

export interface ProcedureFormOptions<FormValues extends Values, Field extends string & keyof FormValues> {
  /** What is wrong with the text of a field. The server checks all of it once more. */
  readonly rules: Readonly<Partial<Record<Field, FieldRule>>>
  readonly initialValues: FormValues
  readonly initialErrors?: Partial<Record<Field, ReactNode>>
  /** Fields that can have an error, in their order on screen. */
  readonly fields: readonly Field[]
  /** Whether the mutation is pending. */
  readonly busy: boolean
  /** Calls the procedure with valid values. When it rejects, the refusal shows at its field or above the form. */
  readonly call: (values: FormValues) => Promise<unknown>
  readonly refusals?: RefusalFields<Field>
  /** Fields that take the focus after a refusal that is about no single field. */
  readonly focusAfter?: Readonly<Partial<Record<ErrorReason, Field>>>
  readonly onValuesChange?: (values: FormValues) => void
  /** The field with whose value attempts are counted: another value may be sent at once. */
  readonly limitedBy?: Field
}

/** What is spread into an input beside its `key`. */
export type FieldProps = ReturnType<UseFormReturnType<Values>['getInputProps']> & { readonly name: string }

export interface ProcedureForm<FormValues extends Values, Field extends string & keyof FormValues> extends Pick<
  UseFormReturnType<FormValues>,
  'errors' | 'getInputProps' | 'key'
> {
  readonly busy: boolean
  /** Why the call was refused, unless that shows at a field; `null` otherwise. */
  readonly refusal: unknown
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
  /** Makes another call than the form's own, with the same handling of its refusal. */
  readonly run: (call: () => Promise<unknown>) => Promise<void>
  readonly field: (name: Field) => FieldProps
  /** Sets the value of a field with a state of its own, and its error. */
  readonly setField: (name: Field, value: string, error: ReactNode) => void
}

/**
 * A form over a procedure: validates by the rules of its fields, calls it, shows a refusal at the field that it is
 * about, or else above the form, and focuses the first field with an error.
 */
export function useProcedureForm<FormValues extends Values, Field extends string & keyof FormValues>(
  options: ProcedureFormOptions<FormValues, Field>,
): ProcedureForm<FormValues, Field> {
  const { rules, initialValues, initialErrors, fields, busy, call, refusals = {}, focusAfter = {} } = options
  const texts = useTranslations('fields')
  const [refusal, setRefusal] = useState<unknown>(null)
  const form = useForm<FormValues>({
    mode: 'uncontrolled',
    initialValues,
    ...(initialErrors !== undefined && { initialErrors }),
    validate: (values) => problemsOf(values, fields, rules),
    onValuesChange: (values, before) => {
      options.onValuesChange?.(values)
      const { limitedBy } = options
      if (limitedBy === undefined || values[limitedBy] === before[limitedBy]) return
      setRefusal((shown: unknown) => (isWaiting(shown) ? null : shown))
    },
  })

  function showRefusal(error: unknown): void {
    const errors = refusedFields(error, { fields, reasons: refusals, invalid: texts('invalid') })
    form.setErrors(errors)
    if (Object.keys(errors).length === 0) setRefusal(error)
    const reason = reasonOf(error)
    const focused = reason === null ? undefined : focusAfter[reason]
    if (focused === undefined) focusInvalid(form, fields, errors)
    else focusField(form, focused)
  }

  async function run(makeCall: () => Promise<unknown>): Promise<void> {
    if (busy || isWaiting(refusal)) return
    setRefusal(null)
    const limited = limitedValue()
    try {
      await makeCall()
    } catch (error) {
      // What has to wait is no longer in its field.
      if (isWaiting(error) && limitedValue() !== limited) return
      showRefusal(error)
    }
  }

  function limitedValue(): unknown {
    return options.limitedBy === undefined ? undefined : form.getValues()[options.limitedBy]
  }

  function field(name: Field): FieldProps {
    return { ...form.getInputProps(name), name }
  }

  return {
    errors: form.errors,
    getInputProps: form.getInputProps,
    key: form.key,
    busy,
    refusal,
    run,
    field,
    setField: (name, value, error) => {
      form.getInputProps(name).onChange(value)
      form.setFieldError(name, error)
    },
    onSubmit: form.onSubmit(
      (values) => void run(() => call(values)),
      (errors) => focusInvalid(form, fields, errors),
    ),
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
): Partial<Record<Field, string>> {
  const problems: Partial<Record<Field, string>> = {}
  for (const field of fields) {
    const value = values[field]
    const problem = typeof value === 'string' ? (rules[field]?.(value) ?? null) : null
    if (problem !== null) problems[field] = problem
  }
  return problems
}

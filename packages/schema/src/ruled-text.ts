import { z } from 'zod'
import type { FieldProblem } from './field-rules.ts'

/** Returns the schema of a text by the rules of its field, with a message for each problem. */
export function ruledText(
  problemOf: (typed: string) => FieldProblem | null,
  messages: Readonly<Partial<Record<FieldProblem, string>>>,
): z.ZodString {
  return z.string().superRefine((typed, context) => {
    const problem = problemOf(typed)
    if (problem !== null) context.addIssue(messages[problem] ?? problem)
  })
}

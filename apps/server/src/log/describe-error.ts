/** What is logged of an error. */
export interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: string | number
  readonly stack: string
  readonly cause?: LoggedError
}

const maxMessageLength = 300
const maxStackLength = 4000
const maxCauses = 4

/**
 * Returns the type, message, code and stack of an error and of its causes, and none of its other fields: they hold
 * requests, inputs and bound values. Only the first line of a message is taken, without the query of an address in it
 * and, where the engine wrote it, without the text in quotation marks.
 */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'a value that is no error', stack: '' }
  const code = 'code' in error ? error.code : undefined
  const isCode = (typeof code === 'string' && code.length <= maxMessageLength) || typeof code === 'number'
  return {
    type: error.name.slice(0, maxMessageLength),
    message: safeMessage(error),
    ...(isCode ? { code } : {}),
    stack: framesOf(error),
    ...(error.cause === undefined || depth >= maxCauses ? {} : { cause: describeError(error.cause, depth + 1) }),
  }
}

/** Their messages quote what could not be parsed: a body, a header, an address. */
const quotesInput: ReadonlySet<string> = new Set(['SyntaxError', 'TypeError', 'RangeError', 'URIError'])

function safeMessage(error: Error): string {
  // Cut before it is searched, so that a long message takes no longer.
  const [line = ''] = error.message.slice(0, 2 * maxMessageLength).split('\n', 1)
  const withoutQueries = line.replaceAll(/(\w+:\/\/[^\s?#"']*)[?#][^\s"']*/g, '$1')
  const safe = quotesInput.has(error.name) ? withoutQueries.replaceAll(/"[^]*"|'[^']{2,}'/g, '"…"') : withoutQueries
  return safe.slice(0, maxMessageLength)
}

/** The frames alone: before them the stack repeats the message. */
function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.join('\n').slice(0, maxStackLength)
}

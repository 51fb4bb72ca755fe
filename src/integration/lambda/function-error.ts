import type { FunctionError } from '../types.js'

/**
 * What the Node.js runtime of Lambda reports for something that a function threw, rejected with or handed to its callback.
 * The trace is left out unless asked for: the payload of a custom integration may reach a client, and a stack of this process
 * must not.
 */
export function toFunctionError(thrown: unknown, withTrace = false): FunctionError {
  try {
    if (isErrorLike(thrown)) {
      const trace = withTrace && typeof thrown.stack === 'string' ? thrown.stack.split('\n') : []
      return { errorType: String(thrown.name), errorMessage: String(thrown.message), trace, cause: thrown }
    }
    // As the runtime does it: `throw null` fails in here, and ends below.
    const text = (thrown as { toString(): unknown }).toString()
    return { errorType: typeof thrown, errorMessage: String(text), trace: [], cause: thrown }
  } catch {
    return { errorType: 'handled', errorMessage: UNREADABLE, cause: thrown }
  }
}

const UNREADABLE =
  'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack'

/** What an error has; a getter or an odd class may put anything there. */
interface ErrorLike {
  readonly name: unknown
  readonly message: unknown
  readonly stack: unknown
}

/** Errors of other realms, and objects that look like errors, count too. */
function isErrorLike(value: unknown): value is ErrorLike {
  if (value instanceof Error) return true
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value && 'stack' in value
}

/** The payload of a failed function as Lambda sends it: JSON, without what is for the log only. */
export function errorPayload(error: FunctionError): string {
  const { cause: _, ...payload } = error
  return JSON.stringify(payload)
}

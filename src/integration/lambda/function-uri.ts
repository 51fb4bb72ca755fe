/** Which function an integration URI names. */
export interface FunctionTarget {
  readonly name: string
  /** Version or alias. */
  readonly qualifier?: string
  /** Without the qualifier; undefined when the URI gives only a name. */
  readonly arn?: string
  /** Whether the URI asks for the streaming form of the Invoke API. */
  readonly streaming: boolean
}

const INVOCATION_URI =
  /^arn:aws[\w-]*:apigateway:[\w-]*:lambda:path\/+(?:2015-03-31|2021-11-15)\/functions\/([^/?]+)\/((?:response-streaming-)?invocations)(?:\?.*)?$/
const FUNCTION_ARN = /^(arn:aws[\w-]*:lambda:[\w-]*:\d*:function:([\w-]+))(?::([\w$-]+))?$/
const PARTIAL_ARN = /^(?:\d+:)?function:([\w-]+)(?::([\w$-]+))?$/
// Names of functions in the process may be any text; a colon parts the qualifier.
const NAME = /^([^:/?]+)(?::([\w$-]+))?$/

/**
 * Reads the function out of an integration URI: the invocation form of REST APIs
 * (`arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{ARN or name}/invocations`), or the plain function ARN that
 * HTTP APIs take too. `undefined` when the URI names no function.
 */
export function parseFunctionUri(uri: string): FunctionTarget | undefined {
  const invocation = INVOCATION_URI.exec(uri)
  if (invocation === null) return FUNCTION_ARN.test(uri) ? parseReference(uri, false) : undefined
  return parseReference(decodeColons(invocation[1] as string), invocation[2] !== 'invocations')
}

/** Reads a reference to a function: `name`, `name:qualifier`, a partial or a full ARN. */
export function parseFunctionReference(reference: string): FunctionTarget | undefined {
  return parseReference(reference, false)
}

function parseReference(reference: string, streaming: boolean): FunctionTarget | undefined {
  const full = FUNCTION_ARN.exec(reference)
  if (full !== null) return target(full[2] as string, full[3], streaming, full[1])
  const short = PARTIAL_ARN.exec(reference) ?? NAME.exec(reference)
  return short === null ? undefined : target(short[1] as string, short[2], streaming)
}

function target(name: string, qualifier: string | undefined, streaming: boolean, arn?: string): FunctionTarget {
  return {
    name,
    ...(qualifier !== undefined && { qualifier }),
    ...(arn !== undefined && { arn }),
    streaming,
  }
}

function decodeColons(text: string): string {
  return text.includes('%') ? text.replaceAll(/%3a/gi, ':').replaceAll('%24', '$') : text
}

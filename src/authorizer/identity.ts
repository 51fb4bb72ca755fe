import type { AuthorizerDefinition } from '../api/model.js'
import { compileJavaRegex, type JavaRegex } from '../regex/java-regex.js'
import { compileRequestSource, type RequestReader } from '../transformer/parameter-mapping.js'
import type { RequestSources } from '../transformer/sources.js'

/** The identity that a request shows to an authorizer. */
export interface IdentityReader {
  /** The token of a TOKEN authorizer or a user pool: the whole header value. */
  token(sources: RequestSources): string | undefined
  /**
   * What the result is cached by; `undefined` when a source is missing, null or empty, or the token does not match
   * `identityValidationExpression`: the service answers 401 without a call.
   */
  key(sources: RequestSources): string | undefined
}

/**
 * Compiles the identity sources of an authorizer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
export function compileIdentity(definition: AuthorizerDefinition): IdentityReader {
  const readers = (definition.identitySource ?? defaultSource(definition))
    .split(',')
    .map((source) => compileSource(source.trim()))
    .filter((reader) => reader !== undefined)
  const pattern = definition.identityValidationExpression
  const expression = pattern === undefined || pattern === '' ? undefined : compileJavaRegex(pattern)
  const [first] = readers
  return {
    token: (sources) => textOf(first, sources),
    key: (sources) => readKey(readers, expression, sources),
  }
}

const HEADER = 'method.request.header.'

function compileSource(source: string): RequestReader | undefined {
  if (!source.startsWith(HEADER)) return compileRequestSource(source)
  const name = source.slice(HEADER.length)
  return (sources) => sources.headerInAnyCase(name)
}

function defaultSource({ type }: AuthorizerDefinition): string {
  return type === 'REQUEST' ? '' : 'method.request.header.Authorization'
}

// Each value stands behind its length: no caller can make up another's list of values.
function readKey(
  readers: readonly RequestReader[],
  expression: JavaRegex | undefined,
  sources: RequestSources,
): string | undefined {
  let key = ''
  for (const read of readers) {
    const text = textOf(read, sources)
    if (text === undefined || text.trim() === '') return undefined
    if (expression !== undefined && !expression.matches(text)) return undefined
    key += `${text.length}:${text}`
  }
  return key
}

function textOf(read: RequestReader | undefined, sources: RequestSources): string | undefined {
  const value = read?.(sources)
  return typeof value === 'object' ? value.join(',') : value
}

import type { IntegrationDefinition, IntegrationResponseDefinition } from '../../api/model.js'
import type { EndpointResponse } from '../../integration/types.js'
import { compileJavaRegex, type JavaRegex } from '../../regex/java-regex.js'

/** Chooses the integration response for what the back end answered; `undefined` when none fits. */
export type ResponseSelector<T> = (response: EndpointResponse) => T | undefined

/**
 * Compiles the selection patterns of an integration. Lambda functions are chosen for by the message of the error that they
 * raised, all others by status code; the whole text must match. Without a match the response without a pattern is taken.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function compileSelection<T>(
  definition: IntegrationDefinition,
  compile: (response: IntegrationResponseDefinition) => T,
): ResponseSelector<T> {
  const patterns: Array<{ readonly pattern: JavaRegex; readonly response: T }> = []
  let fallback: T | undefined
  for (const response of definition.integrationResponses) {
    if (response.selectionPattern === undefined || response.selectionPattern === '') fallback ??= compile(response)
    else patterns.push({ pattern: compileJavaRegex(response.selectionPattern), response: compile(response) })
  }
  if (patterns.length === 0) return () => fallback
  const byMessage = isFunction(definition)
  return (response) => {
    const text = byMessage ? response.functionError?.errorMessage : String(response.statusCode)
    if (text === undefined) return fallback
    return patterns.find(({ pattern }) => pattern.matches(text))?.response ?? fallback
  }
}

function isFunction(definition: IntegrationDefinition): boolean {
  return definition.type === 'AWS' && /:lambda:(path|action)\/|^arn:[^:]*:lambda:/.test(definition.uri ?? '')
}

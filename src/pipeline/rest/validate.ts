import { mimeType } from '../../http/media-type.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { parseStrictJson } from '../../json/parse-json.js'
import type { JsonValue } from '../../json/json-value.js'
import type { ModelValidator } from '../../schema/index.js'
import { parseTarget } from '../../transformer/parameter-mapping.js'
import type { Invocation } from '../invocation.js'
import type { MethodScope, StepFactory } from './scope.js'

/**
 * Refuses a request that lacks a required parameter, or whose value is blank. The message lists headers, then path
 * variables, then query parameters (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export const validateParameters: StepFactory = (scope) => {
  if (validatorOf(scope)?.validateRequestParameters !== true) return undefined
  const required = [...scope.method.requestParameters]
    .filter(([, isRequired]) => isRequired)
    .map(([target]) => parseTarget(target, 'method.request.'))
    .filter((target) => target !== undefined)
    .toSorted((a, b) => GROUPS.indexOf(a.kind) - GROUPS.indexOf(b.kind))
  if (required.length === 0) return undefined
  return {
    name: 'validateParameters',
    pointer: scope.method.pointer,
    run: (invocation) => {
      const missing = required.filter(({ kind, name }) => isBlank(readParameter(invocation, kind, name)))
      if (missing.length === 0) return
      throw new GatewayResponseError('BAD_REQUEST_PARAMETERS', {
        message: `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`,
        pointer: scope.method.pointer,
      })
    },
  }
}

const GROUPS = ['header', 'path', 'querystring'] as const

function readParameter(invocation: Invocation, kind: (typeof GROUPS)[number], name: string): string | undefined {
  switch (kind) {
    case 'header':
      // `x-api-key` in any case (recorded); a header that the binding renamed is there all the same.
      return invocation.headers.exact(name) ?? invocation.headers.get(name.toLowerCase())
    case 'path':
      return invocation.path(name)
    case 'querystring':
      return invocation.query(name)
  }
}

function isBlank(value: string | undefined): boolean {
  return value === undefined || value.trim() === ''
}

/**
 * Refuses a body that does not fit the model of its content type. A content type without a model is not looked at; an
 * empty body counts as `{}`.
 */
export const validateBody: StepFactory = (scope) => {
  if (validatorOf(scope)?.validateRequestBody !== true || scope.method.requestModels.size === 0) return undefined
  const models = new Map(
    [...scope.method.requestModels].map(([type, name]) => [type.toLowerCase(), () => scope.models(name)] as const),
  )
  return {
    name: 'validateBody',
    pointer: scope.method.pointer,
    run: (invocation) => {
      const type = invocation.scan.contentType
      const model = models.get(type === undefined ? 'application/json' : mimeType(type)) ?? models.get('$default')
      if (model !== undefined) checkBody(invocation, model(), scope.method.pointer)
    },
  }
}

function checkBody(invocation: Invocation, model: ModelValidator, pointer: string): void {
  let value: JsonValue
  try {
    value = parseStrictJson(invocation.bodyText())
  } catch {
    throw new GatewayResponseError('BAD_REQUEST_BODY', {
      pointer,
      validationErrorString: () => '[Unknown error parsing request body]',
    })
  }
  if (model.validate(value)) return
  throw new GatewayResponseError('BAD_REQUEST_BODY', { pointer, validationErrorString: () => model.explain(value) })
}

function validatorOf(
  scope: MethodScope,
): { validateRequestBody: boolean; validateRequestParameters: boolean } | undefined {
  const { requestValidator } = scope.method
  return requestValidator === undefined ? undefined : scope.api.requestValidators.get(requestValidator)
}

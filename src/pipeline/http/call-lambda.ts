import { fromBase64 } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import type { IntegrationDefinition } from '../../api/model.js'
import { createHttpEvent } from '../../events/http-event.js'
import { applyToEvent } from '../../events/http-event-mapping.js'
import { readHttpResult } from '../../events/http-result.js'
import type { ProxyResult } from '../../events/proxy-result.js'
import type { CallInfo, EndpointResponse, IntegrationRequest, Payload } from '../../integration/types.js'
import { fillStageVariables } from '../../integration/uri-template.js'
import { internalError } from '../../responses/http-api-error.js'
import { compileHttpParameters } from '../../transformer/http-parameters.js'
import { InvocationCall } from '../call-info.js'
import { resultOf } from '../function-result.js'
import type { HttpInvocation } from './invocation.js'
import type { HttpStepFactory, RouteScope } from './scope.js'

/** Whether a route's integration is a Lambda function. */
export function isFunctionRoute({ definition }: RouteScope): boolean {
  return definition.integrationType === 'AWS_PROXY' && definition.integrationSubtype === undefined
}

/**
 * Makes the event for a Lambda function, in the integration's payload format.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const makeEvent: HttpStepFactory = (scope) => {
  if (!isFunctionRoute(scope)) return undefined
  const { definition, endpoint, variables } = scope
  const uri = fillStageVariables(endpoint.uri ?? '', variables)
  const mapping = compileHttpParameters(definition.requestParameters, 'request')
  const createEvent = (invocation: HttpInvocation): object => {
    const event = createHttpEvent(invocation, definition.payloadFormatVersion)
    return mapping === undefined ? event : applyToEvent(event, mapping, invocation)
  }
  return {
    name: 'makeEvent',
    pointer: definition.pointer,
    run: (invocation) => {
      invocation.integrationRequest = new FunctionRequest(invocation, endpoint, uri, createEvent)
    },
  }
}

/** The request to a function: all that counts is the event, made when it is read. */
class FunctionRequest implements IntegrationRequest {
  readonly definition: IntegrationDefinition
  readonly uri: string
  readonly httpMethod = 'POST'
  readonly call: CallInfo
  readonly body: Payload = undefined
  readonly headers: HeaderList = NO_HEADERS
  readonly #invocation: HttpInvocation
  readonly #create: (invocation: HttpInvocation) => object
  #event: object | undefined = undefined

  constructor(
    invocation: HttpInvocation,
    definition: IntegrationDefinition,
    uri: string,
    create: (invocation: HttpInvocation) => object,
  ) {
    this.#invocation = invocation
    this.#create = create
    this.definition = definition
    this.uri = uri
    this.call = new InvocationCall(invocation, definition.timeoutInMillis)
  }

  get event(): object {
    return (this.#event ??= this.#create(this.#invocation))
  }
}

const NO_HEADERS = new HeaderList()

/** Reads what the function answered; a failed function and a result of no known form are the service's 500. */
export const readFunctionAnswer: HttpStepFactory = (scope) => {
  if (!isFunctionRoute(scope)) return undefined
  const { pointer, payloadFormatVersion } = scope.definition
  return {
    name: 'readFunctionAnswer',
    pointer,
    run: (invocation) => {
      const endpoint = invocation.endpointResponse as EndpointResponse
      if (endpoint.functionError !== undefined) {
        const { cause, errorType, errorMessage } = endpoint.functionError
        throw internalError({ pointer, cause: cause ?? new Error(`${errorType ?? 'Error'}: ${errorMessage}`) })
      }
      const result = readHttpResult(resultOf(endpoint), payloadFormatVersion)
      if (result === undefined) throw internalError({ pointer, cause: new Error(MALFORMED) })
      invocation.isFunctionAnswer = true
      invocation.statusCode = result.statusCode
      invocation.responseHeaders = result.headers
      invocation.responseBody = answerBody(result, pointer)
    },
  }
}

const MALFORMED = 'The function answered something else than its payload format allows.'

// Decoded whatever the client accepts.
function answerBody({ body, isBase64Encoded }: ProxyResult, pointer: string): string | Uint8Array {
  if (!isBase64Encoded) return body
  const bytes = fromBase64(body)
  if (bytes !== undefined) return bytes
  throw internalError({ pointer, cause: new Error('isBase64Encoded: the body is not base64.') })
}

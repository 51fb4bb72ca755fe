import { fromBase64 } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { firstAccepted } from '../../http/media-type.js'
import type { IntegrationDefinition } from '../../api/model.js'
import type { CallInfo, EndpointResponse, IntegrationRequest, Payload } from '../../integration/types.js'
import { fillStageVariables } from '../../integration/uri-template.js'
import { createProxyEvent, type ProxyEvent } from '../../events/proxy-event.js'
import { type ProxyResult, readProxyResult } from '../../events/proxy-result.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { answerHeaderName } from '../../transformer/header-rules.js'
import { InvocationCall } from '../call-info.js'
import { resultOf } from '../function-result.js'
import type { Invocation } from '../invocation.js'
import { compileRequestParameters } from './request-parameters.js'
import type { StepFactory } from './scope.js'

/**
 * Makes the event for a Lambda proxy integration. Mappings change nothing of it (recorded), but one to a header of the
 * service's own fails the method here too.
 */
export const makeProxyEvent: StepFactory = (scope) => {
  const definition = scope.method.integration
  if (definition?.type !== 'AWS_PROXY') return undefined
  const uri = fillStageVariables(definition.uri ?? '', scope.variables)
  const check = definition.requestParameters.size === 0 ? undefined : compileRequestParameters(definition, 'aws-proxy')
  return {
    name: 'makeProxyEvent',
    pointer: definition.pointer,
    run: (invocation) => {
      check?.(invocation)
      invocation.integrationRequest = new ProxyRequest(invocation, definition, uri)
    },
  }
}

/** The request to a proxy function: all that counts is the event, made when it is read. */
class ProxyRequest implements IntegrationRequest {
  readonly definition: IntegrationDefinition
  readonly uri: string
  readonly httpMethod: string
  readonly call: CallInfo
  readonly body: Payload
  readonly #invocation: Invocation
  #event: ProxyEvent | undefined = undefined
  #headers: HeaderList | undefined = undefined

  constructor(invocation: Invocation, definition: IntegrationDefinition, uri: string) {
    this.#invocation = invocation
    this.definition = definition
    this.uri = uri
    this.httpMethod = invocation.httpMethod
    this.body = invocation.body
    this.call = new InvocationCall(invocation, definition.timeoutInMillis)
  }

  get event(): ProxyEvent {
    return (this.#event ??= createProxyEvent(this.#invocation))
  }

  get headers(): HeaderList {
    return (this.#headers ??= new HeaderList())
  }
}

/** Reads what a Lambda proxy function answered; a failed function and a malformed result are the service's 502 (recorded). */
export const readProxyAnswer: StepFactory = (scope) => {
  const definition = scope.method.integration
  if (definition?.type !== 'AWS_PROXY') return undefined
  return {
    name: 'readProxyAnswer',
    pointer: definition.pointer,
    run: (invocation) => {
      const endpoint = invocation.endpointResponse as EndpointResponse
      if (definition.responseTransferMode === 'STREAM' && endpoint.functionError === undefined) {
        passStream(invocation, endpoint)
        return
      }
      const result = endpoint.functionError === undefined ? readProxyResult(resultOf(endpoint)) : undefined
      if (result === undefined) throw malformed(endpoint, definition.pointer)
      invocation.statusCode = result.statusCode
      invocation.responseHeaders = answerHeaders(result.headers)
      invocation.responseBody = answerBody(invocation, result)
      invocation.tracesResponse = true
    },
  }
}

// The head of the stream says status and headers; the rest is the body, as it comes.
function passStream(invocation: Invocation, { statusCode, headers, body }: EndpointResponse): void {
  invocation.statusCode = statusCode
  invocation.responseHeaders = answerHeaders(headers)
  invocation.responseBody = body
  invocation.tracesResponse = true
}

function malformed({ functionError }: EndpointResponse, pointer: string): GatewayResponseError {
  const cause =
    functionError === undefined
      ? new Error(
          'The function answered something else than {statusCode, headers, multiValueHeaders, body, isBase64Encoded}.',
        )
      : (functionError.cause ?? new Error(`${functionError.errorType ?? 'Error'}: ${functionError.errorMessage}`))
  return new GatewayResponseError('INTEGRATION_FAILURE', {
    statusCode: 502,
    message: 'Internal server error',
    cause,
    pointer,
  })
}

function answerHeaders(given: HeaderList): HeaderList {
  const headers = new HeaderList()
  const fields = given.toFlat()
  for (let i = 0; i < fields.length; i += 2) {
    const written = answerHeaderName(fields[i] as string, 'aws-proxy')
    if (written !== undefined) headers.append(written, fields[i + 1] as string)
  }
  if (!headers.has('content-type')) headers.append('Content-Type', 'application/json')
  return headers
}

// Decoded only when the function says so and the client accepts a binary type; the function's content type plays no part (recorded).
function answerBody(invocation: Invocation, result: ProxyResult): string | Uint8Array {
  if (!result.isBase64Encoded) return result.body
  const { accept } = invocation.scan
  if (!invocation.stage.isBinary(accept === undefined ? 'application/json' : firstAccepted(accept))) return result.body
  const bytes = fromBase64(result.body)
  if (bytes !== undefined) return bytes
  throw new GatewayResponseError('API_CONFIGURATION_ERROR', {
    cause: new Error('isBase64Encoded: the body is not base64.'),
  })
}

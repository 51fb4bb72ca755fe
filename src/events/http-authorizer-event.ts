import type { HttpInvocation } from '../pipeline/http/invocation.js'
import { createRequestContextV1, headersV1, queryV1, resourceOf } from './http-event-v1.js'
import { addRequest } from './http-event-v2.js'

/** What a Lambda authorizer of an HTTP API is called with besides the request. */
export interface HttpAuthorizerInput {
  readonly payloadFormatVersion: '1.0' | '2.0'
  readonly routeArn: string
  /** Values of the identity sources; `undefined` when the authorizer has none. */
  readonly identity: readonly string[] | undefined
}

/**
 * The event of a Lambda authorizer. It has no body.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function createHttpAuthorizerEvent(invocation: HttpInvocation, input: HttpAuthorizerInput): object {
  return input.payloadFormatVersion === '1.0' ? eventV1(invocation, input) : eventV2(invocation, input)
}

function eventV2(invocation: HttpInvocation, { routeArn, identity }: HttpAuthorizerInput): object {
  const event: Record<string, unknown> = { version: '2.0', type: 'REQUEST', routeArn }
  if (identity !== undefined) event['identitySource'] = [...identity]
  addRequest(event, invocation)
  return event
}

function eventV1(invocation: HttpInvocation, { routeArn, identity }: HttpAuthorizerInput): object {
  const shown = identity?.join(',')
  const { stage } = invocation
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn: routeArn,
    ...(shown !== undefined && { identitySource: shown, authorizationToken: shown }),
    resource: resourceOf(invocation),
    path: invocation.calledPath,
    httpMethod: invocation.httpMethod,
    headers: headersV1(invocation).headers,
    queryStringParameters: queryV1(invocation).queryStringParameters ?? {},
    pathParameters: { ...invocation.pathParameters },
    stageVariables: { ...stage.variables },
    requestContext: createRequestContextV1(invocation),
  }
}

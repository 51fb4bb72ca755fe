import type { HttpInvocation } from '../pipeline/http/invocation.js'
import { createRequestContextV1, headersV1, queryV1, resourceOf } from './http-event-v1.js'
import {
  createRequestContextV2,
  headersAndCookies,
  pathParametersOf,
  queryOf,
  stageVariablesOf,
} from './http-event-v2.js'

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
  const { rawPath } = invocation
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn,
    ...(identity !== undefined && { identitySource: [...identity] }),
    routeKey: invocation.route?.route.routeKey ?? '',
    rawPath,
    rawQueryString: invocation.rawQuery,
    ...headersAndCookies(invocation),
    ...queryOf(invocation),
    requestContext: createRequestContextV2(invocation, rawPath),
    ...pathParametersOf(invocation),
    ...stageVariablesOf(invocation),
  }
}

function eventV1(invocation: HttpInvocation, { routeArn, identity }: HttpAuthorizerInput): object {
  const shown = identity?.join(',')
  const { pathParameters } = pathParametersOf(invocation)
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
    pathParameters: pathParameters ?? {},
    stageVariables: stageVariablesOf(invocation).stageVariables ?? {},
    requestContext: createRequestContextV1(invocation),
  }
}

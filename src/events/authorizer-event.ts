import type { Invocation } from '../pipeline/invocation.js'
import { createProxyEvent } from './proxy-event.js'

/**
 * The event of a REQUEST authorizer: the proxy event without a body, with the method's ARN; maps that are empty are empty
 * objects.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function createAuthorizerEvent(invocation: Invocation, methodArn: string): object {
  const event = createProxyEvent(invocation)
  return {
    type: 'REQUEST',
    methodArn,
    resource: event.resource,
    path: event.path,
    httpMethod: event.httpMethod,
    headers: event.headers ?? {},
    multiValueHeaders: event.multiValueHeaders ?? {},
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: event.stageVariables ?? {},
    requestContext: event.requestContext,
  }
}

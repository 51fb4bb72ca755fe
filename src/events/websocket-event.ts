import { formatRequestTime } from '../pipeline/rest-context.js'
import type { WebSocketInvocation } from '../pipeline/websocket/invocation.js'
import { setOwn } from '../http/own-property.js'
import { type EventHeaders, eventHeaders } from './event-headers.js'

/**
 * The event that a function behind a WebSocket API is given. Headers and query come with `CONNECT`, a body with `MESSAGE`
 * (recorded).
 */
export function createWebSocketEvent(invocation: WebSocketInvocation): object {
  const { event, stage } = invocation
  return {
    ...headersOf(invocation),
    ...(event.eventType === 'CONNECT' && queryOf(invocation)),
    ...(stage.hasVariables && { stageVariables: { ...stage.variables } }),
    requestContext: createWebSocketRequestContext(invocation),
    ...(event.eventType === 'MESSAGE' && { body: event.body }),
    isBase64Encoded: false,
  }
}

/**
 * The event of a Lambda authorizer of `$connect`. Unlike the function's event it shows that the request is an upgrade (seen).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export function createWebSocketAuthorizerEvent(invocation: WebSocketInvocation, methodArn: string): object {
  const { headers, multiValueHeaders } = eventHeaders(invocation)
  for (const [name, value] of UPGRADE) {
    setOwn(headers, name, value)
    setOwn(multiValueHeaders, name, [value])
  }
  return {
    type: 'REQUEST',
    methodArn,
    headers,
    multiValueHeaders,
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    ...queryOf(invocation),
    stageVariables: { ...invocation.stage.variables },
    requestContext: createWebSocketRequestContext(invocation),
  }
}

const UPGRADE = [
  ['Connection', 'upgrade'],
  ['content-length', '0'],
  ['Upgrade', 'websocket'],
] as const

function headersOf(invocation: WebSocketInvocation): Partial<EventHeaders> {
  switch (invocation.event.eventType) {
    case 'CONNECT':
      return eventHeaders(invocation)
    case 'MESSAGE':
      return {}
    case 'DISCONNECT':
      return disconnectHeaders(invocation.client.domainName)
  }
}

// Nobody sends these: the service's own request for the event has them (recorded).
function disconnectHeaders(host: string): EventHeaders {
  const headers = { Host: host, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' }
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  }
}

function queryOf({ rawQuery, queryParameters }: WebSocketInvocation): object {
  if (rawQuery === '') return {}
  const multiValueQueryStringParameters: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(queryParameters.multi))
    setOwn(multiValueQueryStringParameters, name, [...values])
  return { queryStringParameters: { ...queryParameters.single }, multiValueQueryStringParameters }
}

/** `requestContext` of a WebSocket API's events, in the order of the recorded ones. */
function createWebSocketRequestContext(invocation: WebSocketInvocation): object {
  const { event, client, stage, now, requestId, messageId } = invocation
  return {
    routeKey: invocation.routeKey,
    ...authorizerOf(invocation),
    ...(messageId !== undefined && { messageId }),
    ...(event.eventType === 'DISCONNECT' && { disconnectStatusCode: event.code }),
    eventType: event.eventType,
    extendedRequestId: requestId,
    requestTime: formatRequestTime(now),
    messageDirection: 'IN',
    ...(event.eventType === 'DISCONNECT' && { disconnectReason: event.reason }),
    stage: stage.name,
    connectedAt: client.connectedAt,
    requestTimeEpoch: now,
    identity: identityOf(invocation),
    requestId,
    domainName: client.domainName,
    connectionId: client.connectionId,
    apiId: stage.apiId,
  }
}

// How long the authorizer took is told to `$connect` alone (seen).
function authorizerOf({ client, event, authorizerLatency }: WebSocketInvocation): object {
  if (client.authorizer === undefined) return {}
  const { values, principalId } = client.authorizer
  return {
    authorizer: {
      ...values,
      principalId,
      ...(event.eventType === 'CONNECT' && { integrationLatency: authorizerLatency }),
    },
  }
}

function identityOf({ client }: WebSocketInvocation): object {
  const { signer, apiKey, userAgent, sourceIp } = client
  return {
    ...(signer !== undefined && {
      cognitoIdentityPoolId: signer.cognitoIdentityPoolId,
      accountId: signer.accountId,
      cognitoIdentityId: signer.cognitoIdentityId,
      caller: signer.caller,
    }),
    ...(apiKey !== undefined && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    ...(userAgent !== undefined && { userAgent }),
    sourceIp,
    ...(signer !== undefined && {
      accessKey: signer.accessKey,
      cognitoAuthenticationType: signer.cognitoAuthenticationType,
      cognitoAuthenticationProvider: signer.cognitoAuthenticationProvider,
      userArn: signer.userArn,
      user: signer.user,
    }),
  }
}

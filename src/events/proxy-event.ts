import { toBase64, toText } from '../http/body.js'
import { copyOwn, setOwn } from '../http/own-property.js'
import { readQuery } from '../http/query.js'
import type { AuthorizerContext, Invocation } from '../pipeline/invocation.js'
import { formatRequestTime } from '../pipeline/rest-context.js'
import { eventHeaders } from './event-headers.js'

/**
 * The event of a Lambda proxy integration of a REST API, payload format 1.0: plain data, each map made for this event alone.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export interface ProxyEvent {
  resource: string
  path: string
  httpMethod: string
  headers: Record<string, string> | null
  multiValueHeaders: Record<string, string[]> | null
  queryStringParameters: Record<string, string> | null
  multiValueQueryStringParameters: Record<string, string[]> | null
  pathParameters: Record<string, string> | null
  stageVariables: Record<string, string> | null
  requestContext: object
  body: string | null
  isBase64Encoded: boolean
}

/** Makes the event of an invocation. */
export function createProxyEvent(invocation: Invocation): ProxyEvent {
  const { body, method, resourcePath, stage } = invocation
  const isBase64Encoded = body !== undefined && invocation.hasBinaryBody
  const { headers, multiValueHeaders } = eventHeaders(invocation)
  const { single, multi } = eventQuery(invocation.rawQuery)
  return {
    resource: method?.resourcePath ?? '/',
    path: resourcePath === '' ? '/' : resourcePath,
    httpMethod: invocation.httpMethod,
    headers,
    multiValueHeaders,
    queryStringParameters: single,
    multiValueQueryStringParameters: multi,
    pathParameters: rawPathParameters(invocation),
    stageVariables: stage.hasVariables ? copyOwn(stage.variables) : null,
    requestContext: createRequestContext(invocation),
    body: body === undefined || body.length === 0 ? null : isBase64Encoded ? toBase64(body) : toText(body),
    isBase64Encoded,
  }
}

interface EventQuery {
  readonly single: Record<string, string> | null
  readonly multi: Record<string, string[]> | null
}

const NO_QUERY: EventQuery = { single: null, multi: null }

// Read anew: the maps of the invocation are shared, and have no prototype.
function eventQuery(rawQuery: string): EventQuery {
  if (rawQuery === '') return NO_QUERY
  const single: Record<string, string> = {}
  const multi: Record<string, string[]> = {}
  readQuery(rawQuery, single, multi)
  return { single, multi }
}

// Unlike query parameters, path parameters keep their percent-escapes (recorded).
function rawPathParameters(invocation: Invocation): Record<string, string> | null {
  const names = invocation.method?.variableNames
  if (names === undefined || names.length === 0) return null
  const parameters: Record<string, string> = {}
  for (let i = 0; i < names.length; i++) setOwn(parameters, names[i] as string, invocation.pathValues[i] ?? '')
  return parameters
}

/** `requestContext` of a REST API's events: those of proxy integrations and of REQUEST authorizers. */
export function createRequestContext(invocation: Invocation): object {
  const { stage, method, authorizer, now, domainName } = invocation
  const dot = domainName.indexOf('.')
  // Fields that only some requests have come last: an object that is written down whole is made in one go.
  const context: Record<string, unknown> = {
    resourceId: method?.resourceId,
    resourcePath: method?.resourcePath,
    httpMethod: invocation.httpMethod,
    extendedRequestId: invocation.extendedRequestId,
    requestTime: formatRequestTime(now),
    path: invocation.calledPath,
    accountId: invocation.runtime.accountId,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: dot < 0 ? domainName : domainName.slice(0, dot),
    requestTimeEpoch: now,
    requestId: invocation.requestId,
    identity: identityOf(invocation),
    domainName,
    deploymentId: stage.deploymentId,
    apiId: stage.apiId,
  }
  if (authorizer !== undefined) context['authorizer'] = authorizerOf(authorizer)
  if (stage.hasCanary) context['isCanaryRequest'] = stage.isCanary
  return context
}

function authorizerOf({ claims, scopes, principalId, raw, integrationLatency }: AuthorizerContext): object {
  if (claims !== undefined) return { claims: copyOwn(claims), ...(scopes !== undefined && { scopes: [...scopes] }) }
  const context = copyOwn<unknown>(raw ?? {})
  context['principalId'] = principalId
  context['integrationLatency'] = integrationLatency
  return context
}

function identityOf(invocation: Invocation): object {
  const { signer, apiKey, request } = invocation
  const certificate = request.tls?.clientCert
  const identity: Record<string, unknown> = {
    cognitoIdentityPoolId: signer?.cognitoIdentityPoolId ?? null,
    accountId: signer?.accountId ?? null,
    cognitoIdentityId: signer?.cognitoIdentityId ?? null,
    caller: signer?.caller ?? null,
    sourceIp: invocation.sourceIp,
    principalOrgId: signer?.principalOrgId ?? null,
    accessKey: signer?.accessKey ?? null,
    cognitoAuthenticationType: signer?.cognitoAuthenticationType ?? null,
    cognitoAuthenticationProvider: signer?.cognitoAuthenticationProvider ?? null,
    userArn: signer?.userArn ?? null,
    userAgent: invocation.scan.userAgent ?? null,
    user: signer?.user ?? null,
  }
  if (apiKey !== undefined) {
    identity['apiKey'] = apiKey.value
    identity['apiKeyId'] = apiKey.id
  }
  if (request.vpcId !== undefined) identity['vpcId'] = request.vpcId
  if (request.vpcEndpointId !== undefined) identity['vpceId'] = request.vpcEndpointId
  if (certificate !== undefined) identity['clientCert'] = { ...certificate, chainPem: undefined }
  return identity
}

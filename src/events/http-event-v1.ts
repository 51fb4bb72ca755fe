import { toBase64, toText } from '../http/body.js'
import type { HttpInvocation } from '../pipeline/http/invocation.js'
import { domainPrefix, formatRequestTime } from '../pipeline/rest-context.js'
import { clientCertOf } from './http-event-v2.js'
import { eachHttpHeader, isTextType } from './http-headers.js'
import { setOwn } from '../http/own-property.js'

/**
 * The event of payload format 1.0: REST's, with differences of its own. Empty maps are `null`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function createHttpEventV1(invocation: HttpInvocation): Record<string, unknown> {
  const { body, route, stage } = invocation
  const isBase64Encoded = body !== undefined && !isTextType(invocation.scan.contentType)
  return {
    version: '1.0',
    resource: resourceOf(invocation),
    // With its escapes, unlike every other path of the event (recorded).
    path: invocation.calledPath,
    httpMethod: invocation.httpMethod,
    ...headersV1(invocation),
    ...queryV1(invocation),
    requestContext: createRequestContextV1(invocation),
    pathParameters: route === undefined || route.variableNames.length === 0 ? null : { ...invocation.pathParameters },
    stageVariables: stage.hasVariables ? { ...stage.variables } : null,
    body: body === undefined ? null : isBase64Encoded ? toBase64(body) : toText(body),
    isBase64Encoded,
  }
}

/** Of the route: its path, or `$default`. */
export function resourceOf({ route }: HttpInvocation): string {
  return route?.route.path ?? ''
}

// Observed: these are capitalised, the others in lower case.
const CAPITALISED: ReadonlyMap<string, string> = new Map(
  [
    'Content-Length',
    'Content-Type',
    'Host',
    'User-Agent',
    'X-Amzn-Trace-Id',
    'X-Forwarded-For',
    'X-Forwarded-Port',
    'X-Forwarded-Proto',
  ].map((name) => [name.toLowerCase(), name]),
)

/** Both header maps; of a repeated name the single-value map holds the last. */
export function headersV1(invocation: HttpInvocation): {
  readonly headers: Record<string, string>
  readonly multiValueHeaders: Record<string, string[]>
} {
  const headers: Record<string, string> = {}
  const multiValueHeaders: Record<string, string[]> = {}
  eachHttpHeader(invocation, (key, value) => {
    const name = CAPITALISED.get(key) ?? key
    setOwn(headers, name, value)
    const values = Object.hasOwn(multiValueHeaders, name) ? multiValueHeaders[name] : undefined
    if (values === undefined) setOwn(multiValueHeaders, name, [value])
    else values.push(value)
  })
  return { headers, multiValueHeaders }
}

/** Both query maps, decoded; of a repeated name the single-value map holds the last (recorded). */
export function queryV1(invocation: HttpInvocation): {
  readonly queryStringParameters: Record<string, string> | null
  readonly multiValueQueryStringParameters: Record<string, string[]> | null
} {
  if (invocation.rawQuery === '') return { queryStringParameters: null, multiValueQueryStringParameters: null }
  const { single, multi } = invocation.queryParameters
  const multiValueQueryStringParameters: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(multi)) setOwn(multiValueQueryStringParameters, name, [...values])
  return { queryStringParameters: { ...single }, multiValueQueryStringParameters }
}

/** `requestContext` of format 1.0. */
export function createRequestContextV1(invocation: HttpInvocation): Record<string, unknown> {
  const { runtime, stage, route, domainName, requestId } = invocation
  return {
    accountId: runtime.accountId,
    apiId: stage.apiId,
    ...authorizerOf(invocation),
    domainName,
    domainPrefix: domainPrefix(domainName),
    extendedRequestId: requestId,
    httpMethod: invocation.httpMethod,
    identity: identityOf(invocation),
    path: invocation.rawPath,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: formatRequestTime(invocation.now),
    requestTimeEpoch: invocation.now,
    // The guide says null; recorded is the route key.
    resourceId: route?.route.routeKey ?? null,
    resourcePath: resourceOf(invocation),
    stage: stage.name,
  }
}

function authorizerOf({ authorizer, authorizerLatency }: HttpInvocation): object {
  if (authorizer === undefined) return {}
  const { claims, scopes, context, principalId } = authorizer
  if (claims !== undefined)
    return { authorizer: { claims: { ...claims }, scopes: scopes == null ? null : [...scopes] } }
  return {
    authorizer: {
      ...structuredClone(context ?? {}),
      ...(principalId !== undefined && { principalId }),
      integrationLatency: authorizerLatency,
    },
  }
}

function identityOf(invocation: HttpInvocation): object {
  const { signer, request } = invocation
  const certificate = request.tls?.clientCert
  return {
    accessKey: signer?.accessKey ?? null,
    accountId: signer?.accountId ?? null,
    caller: signer?.caller ?? null,
    cognitoAmr: null,
    cognitoAuthenticationProvider: signer?.cognitoAuthenticationProvider ?? null,
    cognitoAuthenticationType: signer?.cognitoAuthenticationType ?? null,
    cognitoIdentityId: signer?.cognitoIdentityId ?? null,
    cognitoIdentityPoolId: signer?.cognitoIdentityPoolId ?? null,
    principalOrgId: signer?.principalOrgId ?? null,
    sourceIp: invocation.sourceIp,
    user: signer?.user ?? null,
    // Empty text, not null, when the client sent none (recorded).
    userAgent: invocation.headers.get('user-agent') ?? '',
    userArn: signer?.userArn ?? null,
    ...(certificate !== undefined && { clientCert: clientCertOf(certificate) }),
  }
}

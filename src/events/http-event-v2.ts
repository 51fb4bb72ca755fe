import { toBase64, toText } from '../http/body.js'
import type { HttpInvocation } from '../pipeline/http/invocation.js'
import { domainPrefix, formatRequestTime } from '../pipeline/rest-context.js'
import { addJoined, eachHttpHeader, isTextType } from './http-headers.js'
import { setOwn } from './own-property.js'

/**
 * The event of payload format 2.0. What the request does not have is left out (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function createHttpEventV2(invocation: HttpInvocation): Record<string, unknown> {
  const { body, route, rawPath } = invocation
  const isBase64Encoded = body !== undefined && !isTextType(invocation.scan.contentType)
  return {
    version: '2.0',
    routeKey: route?.route.routeKey ?? '',
    rawPath,
    rawQueryString: invocation.rawQuery,
    ...headersAndCookies(invocation),
    ...queryOf(invocation),
    requestContext: createRequestContextV2(invocation, rawPath),
    ...pathParametersOf(invocation),
    ...stageVariablesOf(invocation),
    ...(body !== undefined && { body: isBase64Encoded ? toBase64(body) : toText(body) }),
    isBase64Encoded,
  }
}

/** Headers with names in lower case, repeats joined with commas; cookies have a list of their own (recorded). */
export function headersAndCookies(invocation: HttpInvocation): {
  readonly headers: Record<string, string>
  readonly cookies?: string[]
} {
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  eachHttpHeader(invocation, (name, value) => {
    if (name !== 'cookie') addJoined(headers, name, value)
    else cookies.push(...value.split(/;\s*/).filter((cookie) => cookie !== ''))
  })
  return cookies.length === 0 ? { headers } : { cookies, headers }
}

/** Decoded, repeats joined with commas; left out when the request has no query (recorded). */
export function queryOf(invocation: HttpInvocation): { readonly queryStringParameters?: Record<string, string> } {
  if (invocation.rawQuery === '') return {}
  const queryStringParameters: Record<string, string> = {}
  for (const [name, values] of Object.entries(invocation.queryParameters.multi))
    setOwn(queryStringParameters, name, values.join(','))
  return { queryStringParameters }
}

/** Decoded (recorded); left out when the route has none. */
export function pathParametersOf({ route, pathParameters }: HttpInvocation): {
  readonly pathParameters?: Record<string, string>
} {
  return route === undefined || route.variableNames.length === 0 ? {} : { pathParameters: { ...pathParameters } }
}

/** Left out when the stage has none. */
export function stageVariablesOf({ stage }: HttpInvocation): { readonly stageVariables?: Record<string, string> } {
  return stage.hasVariables ? { stageVariables: { ...stage.variables } } : {}
}

/** `requestContext` of format 2.0: of proxy events, and, before there is an authorizer, of the authorizer's own. */
export function createRequestContextV2(invocation: HttpInvocation, path: string): Record<string, unknown> {
  const { runtime, stage, route, domainName, request } = invocation
  const certificate = request.tls?.clientCert
  return {
    accountId: runtime.accountId,
    apiId: stage.apiId,
    ...(certificate !== undefined && { authentication: { clientCert: { ...certificate, chainPem: undefined } } }),
    ...authorizerOf(invocation),
    domainName,
    domainPrefix: domainPrefix(domainName),
    http: {
      method: invocation.httpMethod,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: invocation.sourceIp,
      userAgent: invocation.headers.get('user-agent') ?? '',
    },
    requestId: invocation.requestId,
    routeKey: route?.route.routeKey ?? '',
    stage: stage.name,
    time: formatRequestTime(invocation.now),
    timeEpoch: invocation.now,
  }
}

function authorizerOf({ authorizer, signer }: HttpInvocation): object {
  if (signer !== undefined) {
    return {
      authorizer: {
        iam: {
          accessKey: signer.accessKey ?? null,
          accountId: signer.accountId ?? null,
          callerId: signer.caller ?? null,
          cognitoIdentity: cognitoIdentityOf(signer),
          principalOrgId: signer.principalOrgId ?? null,
          userArn: signer.userArn ?? null,
          userId: signer.user ?? null,
        },
      },
    }
  }
  if (authorizer === undefined) return {}
  const { claims, scopes, context } = authorizer
  if (claims !== undefined)
    return { authorizer: { jwt: { claims: { ...claims }, scopes: scopes == null ? null : [...scopes] } } }
  return { authorizer: { lambda: structuredClone(context ?? {}) } }
}

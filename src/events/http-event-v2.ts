import type { ClientCertificate } from '../http/request.js'
import { toBase64, toText } from '../http/body.js'
import { decodeFormText } from '../http/query.js'
import { decodePath, type HttpInvocation } from '../pipeline/http/invocation.js'
import { domainPrefix, formatRequestTime } from '../pipeline/rest-context.js'
import type { SignerIdentity } from '../pipeline/rest-context.js'
import { addJoined, eachHttpHeader, isTextType } from './http-headers.js'
import { setOwn } from '../http/own-property.js'

type Fields = Record<string, unknown>

/**
 * The event of payload format 2.0. What the request does not have is left out (recorded).
 *
 * It is a plain object, made when the function is called: at ten headers that costs less than accessors would.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function createHttpEventV2(invocation: HttpInvocation): Fields {
  const { body } = invocation
  const isBase64Encoded = body !== undefined && !isTextType(invocation.scan.contentType)
  const event: Fields = { version: '2.0' }
  addRequest(event, invocation)
  if (body !== undefined) event['body'] = isBase64Encoded ? toBase64(body) : toText(body)
  event['isBase64Encoded'] = isBase64Encoded
  return event
}

/** Adds what proxy events and those of authorizers have in common, in the service's order. */
export function addRequest(event: Fields, invocation: HttpInvocation): void {
  const { route, rawPath, stage } = invocation
  event['routeKey'] = route?.route.routeKey ?? ''
  event['rawPath'] = rawPath
  event['rawQueryString'] = invocation.rawQuery
  addHeaders(event, invocation)
  if (invocation.rawQuery !== '') event['queryStringParameters'] = joinedQuery(invocation)
  event['requestContext'] = createRequestContext(invocation, rawPath)
  if (route !== undefined && route.variableNames.length > 0)
    event['pathParameters'] = pathParametersOf(route.variableNames, invocation.pathValues)
  if (stage.hasVariables) event['stageVariables'] = { ...stage.variables }
}

/** Headers with names in lower case, repeats joined with commas; cookies have a list of their own (recorded). */
function addHeaders(event: Fields, invocation: HttpInvocation): void {
  const headers: Record<string, string> = {}
  let cookies: string[] | undefined
  eachHttpHeader(invocation, (name, value) => {
    if (name !== 'cookie') addJoined(headers, name, value)
    else (cookies ??= []).push(...value.split(/;\s*/).filter((cookie) => cookie !== ''))
  })
  if (cookies !== undefined && cookies.length > 0) event['cookies'] = cookies
  event['headers'] = headers
}

/** Decoded, repeats joined with commas; read straight from the text, since most functions' requests need no other form. */
function joinedQuery({ rawQuery }: HttpInvocation): Record<string, string> {
  const joined: Record<string, string> = {}
  // `;` splits as `&` does.
  for (const part of rawQuery.includes(';') ? rawQuery.split(/[&;]/) : rawQuery.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    const value = equals < 0 ? '' : part.slice(equals + 1)
    if (part.includes('%') || part.includes('+')) addJoined(joined, decodeFormText(name), decodeFormText(value))
    else addJoined(joined, name, value)
  }
  return joined
}

/** Decoded (recorded). */
export function pathParametersOf(names: readonly string[], values: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (let i = 0; i < names.length; i++) setOwn(parameters, names[i] as string, decodePath(values[i] ?? ''))
  return parameters
}

/** `requestContext`: of proxy events, and, before there is an authorizer, of the authorizer's own. */
function createRequestContext(invocation: HttpInvocation, path: string): Fields {
  const { runtime, stage, route, domainName, request, authorizer, signer, now } = invocation
  const context: Fields = { accountId: runtime.accountId, apiId: stage.apiId }
  const certificate = request.tls?.clientCert
  if (certificate !== undefined) context['authentication'] = { clientCert: clientCertOf(certificate) }
  if (authorizer !== undefined || signer !== undefined) context['authorizer'] = authorizerOf(invocation)
  context['domainName'] = domainName
  context['domainPrefix'] = domainPrefix(domainName)
  context['http'] = {
    method: invocation.httpMethod,
    path,
    protocol: 'HTTP/1.1',
    sourceIp: invocation.sourceIp,
    userAgent: invocation.headers.get('user-agent') ?? '',
  }
  context['requestId'] = invocation.requestId
  context['routeKey'] = route?.route.routeKey ?? ''
  context['stage'] = stage.name
  context['time'] = formatRequestTime(now)
  context['timeEpoch'] = now
  return context
}

/** Of mutual TLS; functions are not given the rest of the chain. */
export function clientCertOf({
  clientCertPem,
  subjectDN,
  issuerDN,
  serialNumber,
  validity,
}: ClientCertificate): object {
  const { notBefore, notAfter } = validity
  return { clientCertPem, subjectDN, issuerDN, serialNumber, validity: { notBefore, notAfter } }
}

function authorizerOf({ authorizer, signer }: HttpInvocation): object {
  if (signer !== undefined) return { iam: iamOf(signer) }
  const { claims, scopes, context } = authorizer ?? {}
  if (claims !== undefined) return { jwt: { claims: { ...claims }, scopes: scopes == null ? null : [...scopes] } }
  return { lambda: structuredClone(context ?? {}) }
}

function iamOf(signer: SignerIdentity): object {
  const { cognitoIdentityId, cognitoIdentityPoolId } = signer
  return {
    accessKey: signer.accessKey ?? null,
    accountId: signer.accountId ?? null,
    callerId: signer.caller ?? null,
    cognitoIdentity:
      cognitoIdentityId === undefined
        ? null
        : {
            amr: amrOf(signer),
            identityId: cognitoIdentityId,
            identityPoolId: cognitoIdentityPoolId ?? null,
          },
    principalOrgId: signer.principalOrgId ?? null,
    userArn: signer.userArn ?? null,
    userId: signer.user ?? null,
  }
}

/** How a user of an identity pool proved who it is: the type, and each provider (documented for REST's identity). */
function amrOf({ cognitoAuthenticationType, cognitoAuthenticationProvider }: SignerIdentity): string[] {
  return [cognitoAuthenticationType, ...(cognitoAuthenticationProvider?.split(',') ?? [])].filter(
    (one) => one !== undefined,
  )
}

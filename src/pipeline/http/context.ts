import { domainPrefix, formatRequestTime } from '../rest-context.js'
import type { HttpInvocation } from './invocation.js'

type Reader = (invocation: HttpInvocation) => string | number | undefined

/**
 * `$context` of an HTTP API, by its dotted names.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const VALUES: Readonly<Record<string, Reader>> = {
  accountId: ({ runtime }) => runtime.accountId,
  apiId: ({ stage }) => stage.apiId,
  domainName: ({ domainName }) => domainName,
  domainPrefix: ({ domainName }) => domainPrefix(domainName),
  extendedRequestId: ({ requestId }) => requestId,
  httpMethod: ({ httpMethod }) => httpMethod,
  path: ({ rawPath }) => rawPath,
  protocol: () => 'HTTP/1.1',
  requestId: ({ requestId }) => requestId,
  requestTime: ({ now }) => formatRequestTime(now),
  requestTimeEpoch: ({ now }) => now,
  routeKey: ({ route }) => route?.route.routeKey,
  stage: ({ stage }) => stage.name,
  status: ({ statusCode }) => (statusCode === 0 ? undefined : statusCode),
  'authorizer.principalId': ({ authorizer }) => authorizer?.principalId,
  'identity.accessKey': ({ signer }) => signer?.accessKey,
  'identity.accountId': ({ signer }) => signer?.accountId,
  'identity.caller': ({ signer }) => signer?.caller,
  'identity.cognitoAuthenticationProvider': ({ signer }) => signer?.cognitoAuthenticationProvider,
  'identity.cognitoAuthenticationType': ({ signer }) => signer?.cognitoAuthenticationType,
  'identity.cognitoIdentityId': ({ signer }) => signer?.cognitoIdentityId,
  'identity.cognitoIdentityPoolId': ({ signer }) => signer?.cognitoIdentityPoolId,
  'identity.principalOrgId': ({ signer }) => signer?.principalOrgId,
  'identity.sourceIp': ({ sourceIp }) => sourceIp,
  'identity.user': ({ signer }) => signer?.user,
  'identity.userAgent': ({ headers }) => headers.get('user-agent'),
  'identity.userArn': ({ signer }) => signer?.userArn,
  'identity.clientCert.clientCertPem': ({ request }) => request.tls?.clientCert?.clientCertPem,
  'identity.clientCert.subjectDN': ({ request }) => request.tls?.clientCert?.subjectDN,
  'identity.clientCert.issuerDN': ({ request }) => request.tls?.clientCert?.issuerDN,
  'identity.clientCert.serialNumber': ({ request }) => request.tls?.clientCert?.serialNumber,
  'identity.clientCert.validity.notBefore': ({ request }) => request.tls?.clientCert?.validity.notBefore,
  'identity.clientCert.validity.notAfter': ({ request }) => request.tls?.clientCert?.validity.notAfter,
  // Of a function: what it answered; below, what Lambda did (documented).
  'integration.status': ({ endpointResponse, statusCode }) => (endpointResponse === undefined ? undefined : statusCode),
  'integration.integrationStatus': ({ endpointResponse }) => endpointResponse?.statusCode,
  integrationStatus: ({ endpointResponse }) => endpointResponse?.statusCode,
}

/** A `$context` value by its parts, as text; `undefined` for what is not there. */
export function httpContextValue(invocation: HttpInvocation, path: readonly string[]): string | undefined {
  const name = path.join('.')
  const value = Object.hasOwn(VALUES, name) ? VALUES[name]?.(invocation) : authorizerValue(invocation, path)
  return value === undefined ? undefined : String(value)
}

/** `authorizer.claims.NAME`, `authorizer.NAME`: what the authorizer of the route found out. */
function authorizerValue({ authorizer }: HttpInvocation, path: readonly string[]): string | undefined {
  if (authorizer === undefined || path[0] !== 'authorizer') return undefined
  if (path[1] === 'claims') return own(authorizer.claims, path.slice(2).join('.'))
  const value = own(authorizer.context, path.slice(1).join('.'))
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value)
}

function own<T>(values: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined
}

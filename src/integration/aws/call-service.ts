import { callWithDeadline, type DeadlineInfo } from '../call-with-deadline.js'
import { toHttpFault } from '../http/http-fault.js'
import type { EndpointResponse, HttpClient, ServiceCall } from '../types.js'
import { findEndpoint, serviceUrl, type ServiceEndpoints } from './service-address.js'
import { assumeRole, type RoleCredentials } from './service-credentials.js'
import type { ServiceRequest } from './service-request.js'
import type { ServiceUri } from './service-uri.js'
import { findService } from './services.js'
import { signServiceCall, type ServiceSigner } from './sign-service-call.js'

/** What calls of AWS services need. */
export interface ServiceCaller {
  readonly http: HttpClient
  readonly services: ServiceEndpoints
  readonly credentials?: RoleCredentials | undefined
  readonly sign: ServiceSigner
}

/**
 * Sends a call to its service: to the function that stands in its place, or signed over HTTP.
 *
 * @throws {IntegrationFault} (rejects) what the call came to: `timeout`, `network`, `not-permitted` …
 */
export async function callService(
  caller: ServiceCaller,
  uri: ServiceUri,
  request: ServiceRequest,
  roleArn: string | undefined,
  info: DeadlineInfo,
): Promise<EndpointResponse> {
  const endpoint = findEndpoint(caller.services, uri)
  const description = findService(uri.service)
  const base = typeof endpoint === 'string' ? endpoint : undefined
  const url = serviceUrl(uri, description, base, request.path, request.query)
  const what = `AWS service ${uri.service}`
  try {
    return await callWithDeadline(info, what, async (signal) => {
      const call = serviceCall(uri, request, url, signal)
      if (typeof endpoint === 'function') return endpoint(call)
      const credentials = await assumeRole(caller.credentials, roleArn)
      const scope = { service: description?.signingName ?? uri.service, region: uri.region, now: info.clock.now() }
      return caller.http(signServiceCall(call, credentials, caller.sign, scope))
    })
  } catch (error) {
    throw toHttpFault(error, url)
  }
}

function serviceCall(uri: ServiceUri, request: ServiceRequest, url: string, signal: AbortSignal): ServiceCall {
  const { method, headers, body, parameters } = request
  return {
    service: uri.subdomain === undefined ? uri.service : `${uri.subdomain}.${uri.service}`,
    region: uri.region,
    ...(uri.action !== undefined && { action: uri.action }),
    ...(parameters !== undefined && { parameters }),
    method,
    url,
    headers,
    body,
    signal,
    stream: false,
  }
}

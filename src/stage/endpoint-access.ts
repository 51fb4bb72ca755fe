import { RequestHeaders } from '../http/request-headers.js'
import type { HandleRequest } from '../http/request.js'

/** What an API says of the ways to it. */
export interface EndpointAccess {
  readonly api: {
    readonly disableExecuteApiEndpoint: boolean
    readonly endpointAccessMode?: 'BASIC' | 'STRICT'
    readonly endpointConfiguration?: { readonly vpcEndpointIds?: readonly string[] }
  }
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE'
  /** `{api}.execute-api.{region}.amazonaws.com` */
  readonly defaultHost: string
}

/**
 * Whether a request may come by the way that it came: a private API is reached through a VPC endpoint only, by the endpoint's own
 * name only if it is listed; an API may be closed at its default address; `STRICT` wants the server name of TLS to be the host, and
 * the endpoint to be of the API's type.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export function mayCome(request: HandleRequest, access: EndpointAccess): boolean {
  const { api, endpointType, defaultHost } = access
  const isPrivate = endpointType === 'PRIVATE'
  if (isPrivate && request.vpcEndpointId === undefined) return false
  const isStrict = api.endpointAccessMode === 'STRICT'
  // Most APIs say nothing more, and then no header is looked at.
  if (!isPrivate && !isStrict && !api.disableExecuteApiEndpoint) return true
  const headers = new RequestHeaders(request.headers, true)
  const host = (request.host ?? headers.get('host') ?? defaultHost).replace(/:\d+$/, '').toLowerCase()
  if (api.disableExecuteApiEndpoint && host === defaultHost) return false
  if (isPrivate && !isListed(host, api)) return false
  return !isStrict || isStrictlyAddressed(request, host, { isPrivate, named: headers.has('x-apigw-api-id') })
}

/** `{api}-{vpce}.execute-api…`: the endpoint must be one of the API's. */
function isListed(host: string, { endpointConfiguration }: EndpointAccess['api']): boolean {
  const endpoint = /^[^.]*?-(vpce-[^.]+)\.execute-api\./.exec(host)?.[1]
  return endpoint === undefined || endpointConfiguration?.vpcEndpointIds?.includes(endpoint) === true
}

function isStrictlyAddressed(
  { tls, vpcEndpointId }: HandleRequest,
  host: string,
  { isPrivate, named }: { readonly isPrivate: boolean; readonly named: boolean },
): boolean {
  if (tls?.serverName !== undefined && tls.serverName.toLowerCase() !== host) return false
  if (!isPrivate) return vpcEndpointId === undefined
  // By the endpoint's own name, server name and host would differ: only private DNS and domains are left.
  return !named && !host.includes('-vpce-') && !host.startsWith('vpce-')
}

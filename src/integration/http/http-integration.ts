import type { IntegrationDefinition } from '../../api/model.js'
import { callWithDeadline } from '../call-with-deadline.js'
import { limitStream } from '../stream/limit-stream.js'
import { isStreamed } from '../stream/stream-body.js'
import {
  IntegrationFault,
  type EndpointResponse,
  type HttpCall,
  type HttpClient,
  type Integration,
  type IntegrationRequest,
} from '../types.js'
import { toHttpFault } from './http-fault.js'
import { parseHttpUrl } from './http-url.js'
import { resolveVpcLink, type LinkedRequest, type VpcLinks } from './vpc-links.js'

/** What the HTTP integrations of a gateway share. */
export interface HttpIntegrationOptions {
  readonly http: HttpClient
  readonly vpcLinks?: VpcLinks
}

/**
 * Makes the integration of a method with an HTTP back end: `HTTP` or `HTTP_PROXY`, over the internet or a VPC link. The URI is
 * sent as it stands.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export function createHttpIntegration(definition: IntegrationDefinition, options: HttpIntegrationOptions): Integration {
  const checkOrigin = createOriginCheck(definition.uri ?? '')
  const linked = definition.connectionType === 'VPC_LINK'
  const links = options.vpcLinks ?? {}
  return {
    invoke: (request) => {
      const link = linked ? resolveVpcLink(links, request) : undefined
      if (link === undefined) checkOrigin(request.uri)
      return send(request, link, options.http)
    },
  }
}

async function send(
  request: IntegrationRequest,
  link: LinkedRequest | undefined,
  http: HttpClient,
): Promise<EndpointResponse> {
  const { definition, call } = request
  const url = link?.url ?? request.uri
  try {
    const response = await callWithDeadline(call, `${definition.type} integration`, (signal) =>
      http({
        method: request.httpMethod,
        url,
        headers: request.headers,
        body: request.body,
        signal,
        stream: definition.responseTransferMode === 'STREAM',
        ...connectionOf(definition, link),
      }),
    )
    return isStreamed(response.body) ? { ...response, body: limitStream(response.body, call) } : response
  } catch (error) {
    // A client of the user's own throws what its sockets throw.
    throw toHttpFault(error, url)
  }
}

function connectionOf(
  definition: IntegrationDefinition,
  link: LinkedRequest | undefined,
): Pick<HttpCall, 'tls' | 'target'> {
  return {
    ...(definition.tlsConfig !== undefined && { tls: definition.tlsConfig }),
    ...(link !== undefined && { target: link.target }),
  }
}

/**
 * Makes the check that a request still goes where the definition says. Parameters are put in so that they cannot reach the
 * host; this is the second lock on that door, for every way that a URI may have come about.
 */
function createOriginCheck(uri: string): (requested: string) => void {
  const origin = /^https?:\/\/[^/?#{}$]+/i.exec(uri)?.[0]
  const fixed = origin !== undefined && /^(?:$|[/?#])/.test(uri.slice(origin.length)) ? origin : undefined
  return (requested) => {
    if (fixed === undefined) {
      parseHttpUrl(requested)
      return
    }
    const rest = requested.slice(fixed.length)
    if (requested.startsWith(fixed) && /^(?:$|[/?#])/.test(rest)) return
    throw new IntegrationFault('invalid-uri', `Invalid endpoint address: the request would leave ${fixed}`)
  }
}

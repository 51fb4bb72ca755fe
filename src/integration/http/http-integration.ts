import type { IntegrationDefinition } from '../../api/model.js'
import type { DeadlineQueue } from '../deadline-queue.js'
import { limitStream } from '../stream/limit-stream.js'
import { isStreamed } from '../stream/stream-body.js'
import { IntegrationFault, type CallInfo, type EndpointResponse, type HttpClient, type Integration } from '../types.js'
import { parseHttpUrl } from './http-url.js'
import { OutgoingCall } from './outgoing-call.js'
import { resolveVpcLink, type VpcLinks } from './vpc-links.js'

/** What the HTTP integrations of a gateway share. */
export interface HttpIntegrationOptions {
  readonly http: HttpClient
  readonly vpcLinks?: VpcLinks
  /** Keeps the deadlines of the calls. */
  readonly queue: DeadlineQueue
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
  const streams = definition.responseTransferMode === 'STREAM'
  const { vpcLinks: links = {}, queue } = options
  return {
    invoke: (request) => {
      const link = linked ? resolveVpcLink(links, request) : undefined
      if (link === undefined) checkOrigin(request.uri)
      const answer = new OutgoingCall(request, link, queue).send(options.http)
      return streams ? answer.then((response) => limited(response, request.call)) : answer
    },
  }
}

function limited(response: EndpointResponse, call: CallInfo): EndpointResponse {
  return isStreamed(response.body) ? { ...response, body: limitStream(response.body, call) } : response
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

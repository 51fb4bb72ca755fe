import type { IntegrationDefinition } from '../../api/model.js'
import { IntegrationFault, type IntegrationRequest } from '../types.js'

/**
 * Where a VPC link leads: one address for all that goes through it, or one for each target (load balancer, listener or service
 * ARN, or the host that integration URIs name). An address is `host:port` or `http://host:port`; a path is not taken.
 */
export type VpcLinkConfig = string | { readonly target?: string; readonly targets?: Readonly<Record<string, string>> }

/** The VPC links of a gateway by id or name. */
export type VpcLinks = Readonly<Record<string, VpcLinkConfig>>

/** What a request through a link is sent to. */
export interface LinkedRequest {
  /** The URL; its host is the `Host` header and the TLS name. */
  readonly url: string
  /** The address that is connected to. */
  readonly target: string
}

/**
 * Finds the address behind a link. The integration's URI sets `Host` and the TLS name only (documented); a URI that is an ARN, as
 * HTTP APIs have it, names no host: then the address does.
 *
 * @throws {IntegrationFault} `internal` when the link or its target is not configured
 */
export function resolveVpcLink(links: VpcLinks, request: IntegrationRequest): LinkedRequest {
  const { definition } = request
  const id = request.connectionId ?? definition.connectionId ?? ''
  const link = Object.hasOwn(links, id) ? links[id] : undefined
  if (link === undefined) throw unknownLink(id, links)
  const target = findTarget(link, definition, request.uri)
  if (target === undefined) {
    throw new IntegrationFault('internal', `The VPC link ${JSON.stringify(id)} has no target for ${request.uri}`)
  }
  return { url: urlThrough(request.uri, target), target }
}

function findTarget(link: VpcLinkConfig, definition: IntegrationDefinition, uri: string): string | undefined {
  if (typeof link === 'string') return link
  const targets = new Map(Object.entries(link.targets ?? {}))
  const names = [
    definition.integrationTarget,
    definition.uri,
    arnOf(uri),
    authorityOf(uri),
    authorityOf(uri)?.replace(/:\d+$/, ''),
  ]
  for (const name of names) {
    const target = name === undefined ? undefined : targets.get(name)
    if (target !== undefined) return target
  }
  return link.target
}

function urlThrough(uri: string, target: string): string {
  const arn = arnOf(uri)
  if (arn === undefined) return uri
  const address = target.includes('://') ? target : `http://${target}`
  return address.replace(/\/+$/, '') + (uri.slice(arn.length) || '/')
}

const LINK_TARGET_ARN =
  /^arn:[^:]*:(?:elasticloadbalancing:[^:]*:\d*:listener\/(?:app|net)\/[^/?]+\/[^/?]+\/[^/?]+|servicediscovery:[^:]*:\d*:service\/[^/?]+)/

function arnOf(uri: string): string | undefined {
  return LINK_TARGET_ARN.exec(uri)?.[0]
}

function authorityOf(uri: string): string | undefined {
  return /^https?:\/\/([^/?#]+)/i.exec(uri)?.[1]
}

function unknownLink(id: string, links: VpcLinks): IntegrationFault {
  const known = Object.keys(links)
    .map((name) => JSON.stringify(name))
    .join(', ')
  return new IntegrationFault(
    'internal',
    `No VPC link ${JSON.stringify(id)}: ${known === '' ? 'none is configured' : `known are ${known}`}`,
  )
}

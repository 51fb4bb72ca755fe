import type { ClientCertificate } from '../http/request.js'
import type { ApiMapping, DomainConfig, DomainConfigs } from './domain-types.js'
import {
  compileRoutingRules,
  type DomainRoute,
  type RouteFinder,
  startsWithSegments,
  trimSlashes,
} from './routing-rules.js'

/** A domain, ready to be asked. */
export interface CompiledDomain {
  readonly name: string
  readonly find: RouteFinder
  /** VPC endpoints that may call it, of a private domain. */
  readonly vpcEndpointIds: ReadonlySet<string> | undefined
  /** Whether a client certificate is accepted; of a domain with mutual TLS. */
  readonly accepts: ((certificate: ClientCertificate, now: number) => boolean) | undefined
}

/** Finds the domain of a host. */
export type DomainFinder = (host: string) => CompiledDomain | undefined

/** Makes the check of client certificates against a truststore. */
export type TruststoreFactory = (pem: string) => (certificate: ClientCertificate, now: number) => boolean

/** Compiles the custom domains of a gateway; `undefined` when there are none. */
export function compileDomains(domains: DomainConfigs, truststore: TruststoreFactory): DomainFinder | undefined {
  const exact = new Map<string, CompiledDomain>()
  const wildcards = new Map<string, CompiledDomain>()
  for (const [name, config] of Object.entries(domains)) {
    const key = name.toLowerCase()
    const domain = compileDomain(name, config, truststore)
    if (key.startsWith('*.')) wildcards.set(key.slice(1), domain)
    else exact.set(key, domain)
  }
  if (exact.size === 0 && wildcards.size === 0) return undefined
  return (host) => {
    const name = host.replace(/:\d+$/, '').toLowerCase()
    const dot = name.indexOf('.')
    // A more specific domain wins over a wildcard one, whose `*` is one label.
    return exact.get(name) ?? (dot < 0 ? undefined : wildcards.get(name.slice(dot)))
  }
}

function compileDomain(name: string, config: DomainConfig, truststore: TruststoreFactory): CompiledDomain {
  const { mutualTlsAuthentication: mutualTls, endpointConfiguration, accessAssociations = [] } = config
  const isPrivate = endpointConfiguration?.types?.includes('PRIVATE') === true
  return {
    name,
    find: compileRouting(config),
    vpcEndpointIds: isPrivate ? new Set(accessAssociations.map(({ vpcEndpointId }) => vpcEndpointId)) : undefined,
    accepts: mutualTls === undefined ? undefined : truststore(mutualTls.truststore),
  }
}

function compileRouting({
  routingMode = 'API_MAPPING_ONLY',
  routingRules = [],
  apiMappings = [],
}: DomainConfig): RouteFinder {
  const byMapping = compileMappings(apiMappings)
  if (routingMode === 'API_MAPPING_ONLY') return byMapping
  const byRule = compileRoutingRules(routingRules)
  if (routingMode === 'ROUTING_RULE_ONLY') return byRule
  return (path, headers) => byRule(path, headers) ?? byMapping(path, headers)
}

/**
 * Compiles mappings: the longest key that the path begins with, whole segments; the mapping without a key takes the rest.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
 */
function compileMappings(mappings: readonly ApiMapping[]): RouteFinder {
  const routes = mappings
    .map(({ apiMappingKey = '', apiId, stage }) => {
      const key = apiMappingKey === '(none)' ? '' : trimSlashes(apiMappingKey)
      const reason = key === '' ? 'mapping without a key' : `mapping of ${key}`
      const route: DomainRoute = { apiId, stage, basePath: key === '' ? '' : `/${key}`, reason }
      return { key, route }
    })
    .toSorted((a, b) => b.key.length - a.key.length)
  return (path) => routes.find(({ key }) => key === '' || startsWithSegments(path, key))?.route
}

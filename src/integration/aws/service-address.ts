import { parseHttpUrl } from '../http/http-url.js'
import type { ServiceEndpoint } from '../types.js'
import type { ServiceDescription } from './services.js'
import type { ServiceUri } from './service-uri.js'

/** The services of a gateway by name, as its config gives them. */
export type ServiceEndpoints = Readonly<Record<string, ServiceEndpoint>>

/** What a config says of a service: by `subdomain.service` if it does, else by its name. */
export function findEndpoint(
  endpoints: ServiceEndpoints,
  { service, subdomain }: ServiceUri,
): ServiceEndpoint | undefined {
  const full = `${subdomain ?? ''}.${service}`
  if (subdomain !== undefined && Object.hasOwn(endpoints, full)) return endpoints[full]
  return Object.hasOwn(endpoints, service) ? endpoints[service] : undefined
}

/** The host of a service in real AWS. */
export function serviceHost(uri: ServiceUri, description: ServiceDescription | undefined): string {
  const { service, subdomain, region, partition, action = '' } = uri
  if (description?.globalHost !== undefined && subdomain === undefined) return description.globalHost
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  // The account's own IoT endpoint stands under `iot`, the runtime of a model under `sagemaker` itself.
  if (subdomain !== undefined) return `${subdomain}.${service === 'iotdata' ? 'iot' : service}.${region}.${suffix}`
  const prefixes = description?.hostPrefixes ?? {}
  const prefix = Object.hasOwn(prefixes, action) ? (prefixes[action] ?? '') : ''
  return `${prefix}${description?.endpointPrefix ?? service}.${region}.${suffix}`
}

/**
 * The URL of a call: at the configured base address, or at AWS. An emulator has one host for all, so the bucket of a
 * virtual-hosted S3 URI goes into the path there.
 */
export function serviceUrl(
  uri: ServiceUri,
  description: ServiceDescription | undefined,
  base: string | undefined,
  path: string,
  query: string,
): string {
  const suffix = query === '' ? path : `${path}?${query}`
  if (base === undefined) return `https://${serviceHost(uri, description)}${suffix}`
  const bucket = uri.service === 's3' && uri.subdomain !== undefined ? `/${uri.subdomain}` : ''
  return `${withoutSlash(base)}${bucket}${suffix}`
}

/** The authority of a URL, for the `host` that is signed. */
export function hostOf(url: string): string {
  return parseHttpUrl(url).authority
}

function withoutSlash(base: string): string {
  return base.endsWith('/') ? base.slice(0, -1) : base
}

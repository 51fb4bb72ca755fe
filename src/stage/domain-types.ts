/** Sends a base path of a domain to a stage of an API. */
export interface ApiMapping {
  readonly apiId: string
  /** Left out, callers name the stage behind the mapping's own path (REST APIs). */
  readonly stage?: string
  /** `orders/v1`; left out, everything that no other mapping takes. */
  readonly apiMappingKey?: string
}

/** What must hold for a routing rule to act; all conditions must. */
export interface RoutingCondition {
  /** One base path: whole segments from the start, case-sensitive. */
  readonly matchBasePaths?: { readonly anyOf: readonly string[] }
  /** One header: name in any case; `*` of the value at either end or both. */
  readonly matchHeaders?: { readonly anyOf: ReadonlyArray<{ readonly header: string; readonly valueGlob: string }> }
}

/** Sends what its conditions describe to a stage of an API. */
export interface RoutingRule {
  /** 1–1,000,000, unique in its domain; the lowest that matches acts. */
  readonly priority: number
  /** At most two of headers and one of a base path; none: every request. */
  readonly conditions?: readonly RoutingCondition[]
  readonly actions: ReadonlyArray<{
    readonly invokeApi: {
      readonly apiId: string
      readonly stage: string
      /** Whether the base path that matched is taken off the resource's path; default false. */
      readonly stripBasePath?: boolean
    }
  }>
}

export type RoutingMode = 'API_MAPPING_ONLY' | 'ROUTING_RULE_THEN_API_MAPPING' | 'ROUTING_RULE_ONLY'

/**
 * A custom domain name of the account.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
 */
export interface DomainConfig {
  readonly apiMappings?: readonly ApiMapping[]
  readonly routingRules?: readonly RoutingRule[]
  /** Default `API_MAPPING_ONLY`. */
  readonly routingMode?: RoutingMode
  readonly endpointConfiguration?: { readonly types?: ReadonlyArray<'EDGE' | 'REGIONAL' | 'PRIVATE'> }
  /** Lets in only clients with a certificate that leads to the truststore: PEM text. */
  readonly mutualTlsAuthentication?: { readonly truststore: string }
  /** A private domain: the VPC endpoints that may call it. */
  readonly accessAssociations?: ReadonlyArray<{ readonly vpcEndpointId: string }>
}

/** By name; `*.example.com` stands for every name with one label more that no other domain has. */
export type DomainConfigs = Readonly<Record<string, DomainConfig>>

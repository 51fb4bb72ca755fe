/** What belongs to the account and to no API, in the service's own field names. */
type TextMap = Readonly<Record<string, string>>

/** An API key. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKey.html */
export interface ApiKeyRecord {
  readonly id: string
  readonly value: string
  readonly name?: string
  readonly customerId?: string
  readonly description?: string
  readonly enabled: boolean
  readonly createdDate: number
  readonly lastUpdatedDate: number
  /** `{apiId}/{stage}` */
  readonly stageKeys: readonly string[]
  readonly tags?: TextMap
}

/** Requests a second, and at once. @see https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html */
export interface ThrottleRecord {
  readonly burstLimit?: number
  readonly rateLimit?: number
}

/** A stage that a usage plan covers. @see https://docs.aws.amazon.com/apigateway/latest/api/API_ApiStage.html */
export interface ApiStageRecord {
  readonly apiId: string
  readonly stage: string
  /** By `/path/METHOD`. */
  readonly throttle?: Readonly<Record<string, ThrottleRecord>>
}

/** A usage plan. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlan.html */
export interface UsagePlanRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly apiStages: readonly ApiStageRecord[]
  readonly throttle?: ThrottleRecord
  readonly quota?: { readonly limit: number; readonly offset: number; readonly period: string }
  readonly productCode?: string
  readonly tags?: TextMap
}

/** A VPC link. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetVpcLink.html */
export interface VpcLinkRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly targetArns: readonly string[]
  readonly status: string
  readonly statusMessage?: string
  readonly tags?: TextMap
}

/** A certificate that the gateway shows to back ends. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetClientCertificate.html */
export interface ClientCertificateRecord {
  readonly clientCertificateId: string
  readonly description?: string
  readonly pemEncodedCertificate: string
  readonly createdDate: number
  readonly expirationDate: number
  readonly tags?: TextMap
}

/** A domain name. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainName.html */
export interface DomainNameRecord {
  readonly domainName: string
  readonly domainNameArn?: string
  readonly domainNameId?: string
  readonly certificateName?: string
  readonly certificateArn?: string
  readonly certificateUploadDate?: number
  readonly regionalDomainName?: string
  readonly regionalHostedZoneId?: string
  readonly regionalCertificateName?: string
  readonly regionalCertificateArn?: string
  readonly distributionDomainName?: string
  readonly distributionHostedZoneId?: string
  readonly endpointConfiguration: { readonly types: readonly string[]; readonly ipAddressType: string }
  readonly domainNameStatus: string
  readonly securityPolicy: string
  readonly mutualTlsAuthentication?: { readonly truststoreUri?: string; readonly truststoreVersion?: string }
  readonly ownershipVerificationCertificateArn?: string
  readonly policy?: string
  readonly managementPolicy?: string
  readonly routingMode?: string
  readonly endpointAccessMode?: string
  readonly tags?: TextMap
}

/** Which API and stage a path of a domain name leads to. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetBasePathMapping.html */
export interface BasePathMappingRecord {
  /** `(none)` for the domain name as a whole. */
  readonly basePath: string
  readonly restApiId: string
  readonly stage?: string
}

/** A VPC endpoint that may call a private domain name. @see https://docs.aws.amazon.com/apigateway/latest/api/API_DomainNameAccessAssociation.html */
export interface AccessAssociationRecord {
  readonly domainNameAccessAssociationArn: string
  readonly domainNameArn: string
  readonly accessAssociationSourceType: string
  readonly accessAssociationSource: string
  readonly tags?: TextMap
}

/** Settings of the account. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html */
export interface AccountRecord {
  readonly cloudwatchRoleArn?: string
  readonly throttleSettings: Required<ThrottleRecord>
  readonly features: readonly string[]
  readonly apiKeyVersion: string
}

/** What belongs to the account and to no API, in the service's own field names. */
type TextMap = Readonly<Record<string, string>>

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

export interface ThrottleRecord {
  readonly burstLimit?: number
  readonly rateLimit?: number
}

export interface ApiStageRecord {
  readonly apiId: string
  readonly stage: string
  /** By `/path/METHOD`. */
  readonly throttle?: Readonly<Record<string, ThrottleRecord>>
}

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

export interface VpcLinkRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly targetArns: readonly string[]
  readonly status: string
  readonly statusMessage?: string
  readonly tags?: TextMap
}

export interface ClientCertificateRecord {
  readonly clientCertificateId: string
  readonly description?: string
  readonly pemEncodedCertificate: string
  readonly createdDate: number
  readonly expirationDate: number
  readonly tags?: TextMap
}

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

export interface BasePathMappingRecord {
  /** `(none)` for the domain name as a whole. */
  readonly basePath: string
  readonly restApiId: string
  readonly stage?: string
}

export interface AccessAssociationRecord {
  readonly domainNameAccessAssociationArn: string
  readonly domainNameArn: string
  readonly accessAssociationSourceType: string
  readonly accessAssociationSource: string
  readonly tags?: TextMap
}

export interface AccountRecord {
  readonly cloudwatchRoleArn?: string
  readonly throttleSettings: Required<ThrottleRecord>
  readonly features: readonly string[]
  readonly apiKeyVersion: string
}

import type { RestApi } from '../../api/model.js'
import type {
  AccessAssociationRecord,
  AccountRecord,
  ApiKeyRecord,
  BasePathMappingRecord,
  ClientCertificateRecord,
  DomainNameRecord,
  UsagePlanRecord,
  VpcLinkRecord,
} from './account-records.js'
import type { Journal } from './journal.js'
import { createJournal } from './journal.js'
import type {
  AuthorizerRecord,
  DeploymentRecord,
  DocumentationPartRecord,
  DocumentationVersionRecord,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
} from './records.js'
import type { Table } from './table.js'
import { createTable } from './table.js'

/** A deployment: its record, and the API as it was then. */
export interface Deployment {
  readonly record: DeploymentRecord
  readonly api: RestApi
}

/** A documentation version: its record, and the parts as they were then. */
export interface DocumentationVersion {
  readonly record: DocumentationVersionRecord
  readonly parts: readonly DocumentationPartRecord[]
}

/** One REST API and all that it holds. */
export interface ApiState {
  readonly id: string
  /** Holds one record, by the API's id. */
  readonly settings: Table<RestApiRecord>
  readonly resources: Table<ResourceRecord>
  /** By name. */
  readonly models: Table<ModelRecord>
  readonly authorizers: Table<AuthorizerRecord>
  readonly requestValidators: Table<RequestValidatorRecord>
  /** By type; only those that differ from the service's own. */
  readonly gatewayResponses: Table<GatewayResponseRecord>
  readonly documentationParts: Table<DocumentationPartRecord>
  readonly documentationVersions: Table<DocumentationVersion>
  readonly deployments: Table<Deployment>
  readonly stages: Table<StageRecord>
}

/** A domain name and its base path mappings. */
export interface DomainState {
  readonly record: DomainNameRecord
  readonly mappings: Table<BasePathMappingRecord>
}

/** All that an account holds. */
export interface AccountState {
  readonly journal: Journal
  readonly settings: Table<AccountRecord>
  readonly apis: Table<ApiState>
  readonly apiKeys: Table<ApiKeyRecord>
  readonly usagePlans: Table<UsagePlanRecord>
  /** By `{usagePlanId}/{keyId}`. */
  readonly usagePlanKeys: Table<{ readonly usagePlanId: string; readonly keyId: string }>
  readonly vpcLinks: Table<VpcLinkRecord>
  readonly clientCertificates: Table<ClientCertificateRecord>
  readonly domainNames: Table<DomainState>
  readonly accessAssociations: Table<AccessAssociationRecord>
}

/** An account that holds nothing. */
export function createAccountState(): AccountState {
  const journal = createJournal()
  return {
    journal,
    settings: createTable(journal),
    apis: createTable(journal),
    apiKeys: createTable(journal),
    usagePlans: createTable(journal),
    usagePlanKeys: createTable(journal),
    vpcLinks: createTable(journal),
    clientCertificates: createTable(journal),
    domainNames: createTable(journal),
    accessAssociations: createTable(journal),
  }
}

/** An API that holds nothing yet. */
export function createApiState(journal: Journal, id: string): ApiState {
  return {
    id,
    settings: createTable(journal),
    resources: createTable(journal),
    models: createTable(journal),
    authorizers: createTable(journal),
    requestValidators: createTable(journal),
    gatewayResponses: createTable(journal),
    documentationParts: createTable(journal),
    documentationVersions: createTable(journal),
    deployments: createTable(journal),
    stages: createTable(journal),
  }
}

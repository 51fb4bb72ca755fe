import type { Method, Resource, RestApi } from '../../api/model.js'
import type { StageConfig } from '../../config/types.js'
import type { Integration, IntegrationFactory } from '../../integration/types.js'
import type { CompiledPolicy } from '../../policy/index.js'
import type { ModelValidator } from '../../schema/index.js'
import type { TemplateStore } from '../../transformer/template-store.js'
import type { Step } from '../invocation.js'
import type { GatewayModules } from './modules.js'

/** What a step is compiled from: one method of one API on one stage, and what the API's methods share. */
export interface MethodScope {
  readonly api: RestApi
  readonly apiId: string
  readonly resource: Resource
  readonly resourceId: string
  readonly method: Method
  readonly stageName: string
  readonly stage: StageConfig
  readonly variables: Readonly<Record<string, string>>
  readonly isCanary: boolean
  readonly deploymentId: string
  readonly modules: GatewayModules
  readonly resourcePolicy: CompiledPolicy | undefined
  /** The validator of a model of the API, made when it is first needed. */
  readonly models: (name: string) => ModelValidator
  /** A template by its text and media type; each distinct one is compiled once. Throws when it is none. */
  readonly templates: TemplateStore
  /** Integrations by type. */
  readonly integrations: Readonly<Record<string, IntegrationFactory>>
  readonly integration: Integration
}

/** Makes a step of a method, or nothing when the method has no such setting. */
export type StepFactory = (scope: MethodScope) => Step | undefined

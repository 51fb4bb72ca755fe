import type { IntegrationDefinition, IntegrationType } from '../api/model.js'
import type { Runtime } from '../runtime/runtime.js'
import type { ServiceCaller } from './aws/call-service.js'
import type { ServiceEndpoints } from './aws/service-address.js'
import type { RoleCredentials } from './aws/service-credentials.js'
import { createServiceIntegration } from './aws/service-integration.js'
import { signWithSigV4, type ServiceSigner } from './aws/sign-service-call.js'
import { createDeadlineQueue } from './deadline-queue.js'
import { createDefaultHttpClient } from './http/default-http-client.js'
import { createHttpIntegration } from './http/http-integration.js'
import type { VpcLinks } from './http/vpc-links.js'
import { createFunctionRegistry, type FunctionRegistry } from './lambda/function-registry.js'
import { parseFunctionUri } from './lambda/function-uri.js'
import { createLambdaIntegration } from './lambda/lambda-integration.js'
import { createMockIntegration } from './mock.js'
import type { HttpClient, IntegrationFactory, Invoker, LambdaHandler } from './types.js'

/** What stands behind the APIs of a gateway, in the names of its config. */
export interface IntegrationOptions {
  readonly functions?: Readonly<Record<string, LambdaHandler | Invoker>>
  /** Default: undici on Node, `fetch` elsewhere. */
  readonly http?: HttpClient
  readonly services?: ServiceEndpoints
  /** Keys for the roles of integrations. */
  readonly roleCredentials?: RoleCredentials
  /** Default: Signature Version 4. */
  readonly sign?: ServiceSigner
  readonly vpcLinks?: VpcLinks
  /** Default `none`. */
  readonly isolation?: 'none' | 'copy'
  readonly runtime: Pick<Runtime, 'clock' | 'logger' | 'accountId' | 'region'>
}

/** Makes the service's own integrations by type. Nothing is loaded and no connection made before the first call. */
export function createIntegrations(options: IntegrationOptions): Record<IntegrationType, IntegrationFactory> {
  const { http = createDefaultHttpClient(), vpcLinks = {}, runtime } = options
  const { logger } = runtime
  const registry = createGatewayFunctions(options)
  const caller = createServiceCaller({ ...options, http })
  const lambda: IntegrationFactory = (definition) => createLambdaIntegration(definition, { registry, logger })
  const queue = createDeadlineQueue(runtime.clock)
  const overHttp: IntegrationFactory = (definition) => createHttpIntegration(definition, { http, vpcLinks, queue })
  return {
    AWS: (definition) => (isFunction(definition) ? lambda(definition) : createServiceIntegration(definition, caller)),
    AWS_PROXY: lambda,
    HTTP: overHttp,
    HTTP_PROXY: overHttp,
    MOCK: createMockIntegration,
  }
}

/** What calls AWS services for a gateway: for its integrations, and for the subtypes of HTTP APIs. */
export function createServiceCaller(options: Omit<IntegrationOptions, 'runtime'>): ServiceCaller {
  const {
    http = createDefaultHttpClient(),
    services = {},
    roleCredentials: credentials,
    sign = signWithSigV4,
  } = options
  return { http, services, credentials, sign }
}

/** The registry of a gateway's functions: for its integrations, and for authorizers and routes that call one by name. */
export function createGatewayFunctions(
  options: Pick<IntegrationOptions, 'functions' | 'isolation' | 'runtime'>,
): FunctionRegistry {
  const { functions = {}, isolation = 'none', runtime } = options
  const { clock, logger, region, accountId } = runtime
  const queue = createDeadlineQueue(clock)
  return createFunctionRegistry(functions, { clock, queue, isolation, logger, home: { region, accountId } })
}

// The Invoke API's path is called as the function that it names, also where a stage variable names it.
function isFunction({ uri = '' }: IntegrationDefinition): boolean {
  return parseFunctionUri(uri.replaceAll(/\$\{[^}]*\}/g, 'x')) !== undefined
}

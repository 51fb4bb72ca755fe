import type { IntegrationDefinition, Method, RestApi } from '../api/model.js'
import { cacheSettingsFor } from '../cache/index.js'
import type { StageConfig } from '../config/types.js'
import type { ConfigFault } from '../errors.js'
import { checkIntegration } from '../integration/index.js'
import { compileResourcePolicy, POLICY_POINTER } from '../pipeline/rest/resource-policy.js'
import { PolicyError } from '../policy/index.js'
import { compileJavaRegex } from '../regex/java-regex.js'
import { JavaRegexError } from '../regex/java-regex-error.js'
import { methodSettingsFor } from '../throttle/index.js'
import { compileRequestSource, compileResponseSource, parseTarget } from '../transformer/parameter-mapping.js'
import type { TemplateStore } from '../transformer/template-store.js'

/**
 * Checks what a deployment can only find out by compiling it: that every method has an integration of a known type, that
 * templates parse, patterns are patterns, mappings are mappings.
 */
export function checkDeployment(
  api: RestApi,
  pointer: string,
  templates: TemplateStore,
  types: ReadonlySet<string>,
  stages: readonly StageConfig[],
): ConfigFault[] {
  const faults: ConfigFault[] = checkPolicy(api, pointer)
  const endpointType = api.endpointConfiguration.types?.[0] ?? 'REGIONAL'
  for (const resource of api.resources.values()) {
    for (const method of resource.methods.values()) {
      const { httpMethod } = method
      checkMethod(method, { pointer, templates, types, faults })
      const cachingEnabled = stages.some((stage) => caches(stage, resource.path, httpMethod))
      for (const fault of method.integration === undefined
        ? []
        : checkIntegration(method.integration, { endpointType, cachingEnabled }))
        faults.push({ ...fault, pointer: `${pointer}${method.integration?.pointer}${fault.pointer}` })
    }
  }
  return faults
}

function caches(stage: StageConfig, path: string, httpMethod: string): boolean {
  const { settings, own } = methodSettingsFor(stage.methodSettings, path, httpMethod)
  return cacheSettingsFor({ cacheClusterEnabled: stage.cacheClusterEnabled, httpMethod, settings, own }) !== undefined
}

// What the resource policy says must be known before the first caller is let in.
function checkPolicy(api: RestApi, pointer: string): ConfigFault[] {
  if (api.policy === undefined) return []
  try {
    // Which API it is does not matter to whether it can be read.
    compileResourcePolicy(api.policy, { region: 'us-east-1', accountId: '123456789012', apiId: 'api' })
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return [{ pointer: `${pointer}${POLICY_POINTER}${error.pointer}`, message: error.message }]
  }
}

interface Check {
  readonly pointer: string
  readonly templates: TemplateStore
  readonly types: ReadonlySet<string>
  readonly faults: ConfigFault[]
}

function checkMethod(method: Method, check: Check): void {
  const { integration } = method
  if (integration === undefined) {
    check.faults.push({
      pointer: check.pointer + method.pointer,
      message: 'This method has no integration: it cannot be deployed.',
    })
    return
  }
  const place = check.pointer + integration.pointer
  if (!check.types.has(integration.type)) {
    check.faults.push({
      pointer: `${place}/type`,
      message: 'Unknown integration type',
      found: integration.type,
      allowed: [...check.types],
    })
  }
  checkTemplates(integration.requestTemplates, 'request', `${place}/requestTemplates`, check)
  checkRequestMappings(integration, place, check)
  for (const response of integration.integrationResponses) {
    const at = check.pointer + response.pointer
    checkTemplates(response.responseTemplates, 'response', `${at}/responseTemplates`, check)
    checkPattern(response.selectionPattern, at, check)
    for (const [target, source] of response.responseParameters) {
      if (parseTarget(target, 'method.response.') !== undefined && compileResponseSource(source) !== undefined) continue
      check.faults.push(badMapping(`${at}/responseParameters/${escapePointer(target)}`, source))
    }
  }
}

function checkTemplates(
  templates: ReadonlyMap<string, string>,
  side: 'request' | 'response',
  place: string,
  { templates: parse, faults }: Check,
): void {
  for (const [type, text] of templates) {
    try {
      parse(text, type, side)
    } catch (error) {
      // A transformer of the user's own refuses as it likes.
      const message = error instanceof Error ? error.message : String(error)
      faults.push({ pointer: `${place}/${escapePointer(type)}`, message })
    }
  }
}

function checkPattern(pattern: string | undefined, place: string, { faults }: Check): void {
  if (pattern === undefined) return
  try {
    compileJavaRegex(pattern)
  } catch (error) {
    if (!(error instanceof JavaRegexError)) throw error
    faults.push({ pointer: place, message: error.message })
  }
}

function checkRequestMappings(integration: IntegrationDefinition, place: string, { faults }: Check): void {
  for (const [target, source] of integration.requestParameters) {
    if (parseTarget(target, 'integration.request.') !== undefined && compileRequestSource(source) !== undefined)
      continue
    faults.push(badMapping(`${place}/requestParameters/${escapePointer(target)}`, source))
  }
}

function badMapping(pointer: string, found: string): ConfigFault {
  return {
    pointer,
    message: 'This is no mapping',
    found,
    allowed: ['method.request.…', 'integration.response.…', 'context.…', 'stageVariables.…', "'text'"],
  }
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

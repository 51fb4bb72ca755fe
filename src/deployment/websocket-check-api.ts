import { Buffer } from 'node:buffer'
import type { WebSocketApi, WebSocketIntegration, WebSocketRoute } from '../api/websocket-model.js'
import type { WebSocketApiConfig, WebSocketStageConfig } from '../config/websocket-types.js'
import type { Finding } from '../config/findings.js'
import type { ConfigFault } from '../errors.js'
import { ANSWER_VARIABLES } from '../pipeline/websocket/answer.js'
import { KEY_VARIABLES } from '../pipeline/websocket/api-key.js'
import { compileRouteSource, responsePattern } from '../pipeline/websocket/endpoint.js'
import { compileSelectionExpression, type SelectionVariable } from '../pipeline/websocket/selection-expression.js'
import { MESSAGE_VARIABLES } from '../pipeline/websocket/validate.js'
import { compileJavaRegex } from '../regex/java-regex.js'
import { checkSchema } from '../schema/index.js'
import { parseTarget } from '../transformer/parameter-mapping.js'
import type { TemplateStore } from '../transformer/template-store.js'
import type { Report } from './api-input.js'
import { createPlace, type Place, requireName } from './websocket-fields.js'

/** What a WebSocket API is checked against. */
export interface WebSocketCheck {
  /** Pointer to the API's config. */
  readonly pointer: string
  readonly templates: TemplateStore
  /** The integration types that there are. */
  readonly types: ReadonlySet<string>
}

/** Bytes of a template (documented). */
const TEMPLATE_LIMIT = 307_200

const KEYS: ReadonlySet<string> = new Set([
  'protocolType',
  'routes',
  'routeSelectionExpression',
  'apiKeySelectionExpression',
  'disableSchemaValidation',
  'disableExecuteApiEndpoint',
  'integrations',
  'authorizers',
  'models',
  'stages',
])
/** Settings of the other protocols; the gateway's own stand beside those of its API. */
const FOREIGN_KEYS = [
  'definition',
  'target',
  'requestValidators',
  'gatewayResponses',
  'cors',
  'parameters',
  'endpointConfiguration',
  'policy',
  'binaryMediaTypes',
  'apiKeySource',
  'minimumCompressionSize',
  'acceptOpenApi31',
] as const
const STAGE_KEYS: ReadonlyMap<string, true> = new Map(
  ['variables', 'defaultRouteSettings', 'routeSettings', 'autoDeploy', 'deploymentId', 'description'].map((key) => [
    key,
    true,
  ]),
)

/** Refuses what WebSocket APIs lack. */
export function checkWebSocketConfig(config: WebSocketApiConfig, pointer: string): ConfigFault[] {
  const faults: ConfigFault[] = []
  const place = createPlace(pointer, faults)
  const written = config as unknown as Readonly<Record<string, unknown>>
  for (const key of FOREIGN_KEYS)
    if (written[key] !== undefined) place.at(key).fault(`WebSocket APIs have no ${key}`, { allowed: [...KEYS] })
  for (const [name, stage] of Object.entries(config.stages ?? {})) checkStage(stage, config, place.at('stages', name))
  return faults
}

function checkStage(stage: WebSocketStageConfig, { routes }: WebSocketApiConfig, place: Place): void {
  for (const key of Object.keys(stage))
    if (!STAGE_KEYS.has(key))
      place.at(key).fault(`Stages of WebSocket APIs have no ${key}`, { allowed: [...STAGE_KEYS.keys()] })
  const known = new Map(Object.keys(routes ?? {}).map((key) => [key, true]))
  for (const key of Object.keys(stage.routeSettings ?? {}))
    requireName(known, key, 'route', place.at('routeSettings', key))
}

const UNWRITTEN = ['loggingLevel', 'dataTraceEnabled', 'detailedMetricsEnabled'] as const

/** Settings of stages that change nothing. */
export function findRouteSettings({ stages = {} }: WebSocketApiConfig, pointer: string): Finding[] {
  return Object.entries(stages).flatMap(([name, { defaultRouteSettings = {}, routeSettings = {} }]) => {
    const at = createPlace(pointer, []).at('stages', name)
    const places = [
      [at.at('defaultRouteSettings'), defaultRouteSettings] as const,
      ...Object.entries(routeSettings).map(([key, setting]) => [at.at('routeSettings', key), setting] as const),
    ]
    return places.flatMap(([place, setting]) =>
      UNWRITTEN.filter((key) => setting[key] !== undefined && setting[key] !== false && setting[key] !== 'OFF').map(
        (key): Finding => ({
          level: 'warning',
          rule: 'websocket/route-setting-not-built',
          pointer: place.at(key).pointer,
          message: 'Execution logs and metrics are not kept yet; `observer` is told of each step.',
        }),
      ),
    )
  })
}

/**
 * Checks what a deployment can only find out by compiling it: that expressions, templates, patterns and mappings are such, that models
 * are schemas.
 */
export function checkWebSocketApi(
  api: WebSocketApi,
  check: WebSocketCheck,
  report: Pick<Report, 'add'>,
): ConfigFault[] {
  const faults: ConfigFault[] = []
  const place = createPlace(check.pointer, faults)
  checkExpression(api.routeSelectionExpression, MESSAGE_VARIABLES, place.at('routeSelectionExpression'))
  checkExpression(api.apiKeySelectionExpression, KEY_VARIABLES, place.at('apiKeySelectionExpression'))
  for (const route of api.routes.values()) checkRoute(route, faults)
  for (const integration of api.integrations.values()) checkIntegration(integration, check, report, faults)
  for (const { identitySource, pointer } of api.authorizers.values()) {
    for (const [i, source] of identitySource.entries())
      if (compileRouteSource(source) === undefined || source.startsWith('route.request.body'))
        createPlace(pointer, faults)
          .at('identitySource', String(i))
          .fault('This is no identity source', {
            found: source,
            allowed: ['route.request.header.…', 'route.request.querystring.…', 'context.…', 'stageVariables.…'],
          })
  }
  if (api.disableSchemaValidation) return faults
  for (const { schema, pointer } of api.models.values()) {
    const problem = checkSchema(schema)
    if (problem !== undefined) createPlace(pointer, faults).fault(`The model is no schema: ${problem}`)
  }
  return faults
}

function checkRoute(route: WebSocketRoute, faults: ConfigFault[]): void {
  const place = createPlace(route.pointer, faults)
  const { modelSelectionExpression: models, routeResponseSelectionExpression: responses } = route
  if (models !== undefined && models !== '')
    checkExpression(models, MESSAGE_VARIABLES, place.at('modelSelectionExpression'))
  if (responses !== undefined && responses !== '$default' && responses !== '\\$default')
    place.at('routeResponseSelectionExpression').fault('The only route response is $default', {
      found: responses,
      allowed: ['$default'],
    })
}

function checkIntegration(
  integration: WebSocketIntegration,
  { templates, types }: WebSocketCheck,
  report: Pick<Report, 'add'>,
  faults: ConfigFault[],
): void {
  const place = createPlace(integration.pointer, faults)
  if (!types.has(integration.integrationType))
    place
      .at('integrationType')
      .fault('Unknown integration type', { found: integration.integrationType, allowed: [...types] })
  const { templateSelectionExpression: selection } = integration
  if (selection !== undefined && selection !== '')
    checkExpression(selection, MESSAGE_VARIABLES, place.at('templateSelectionExpression'))
  checkTemplates(integration.requestTemplates, 'request', templates, place.at('requestTemplates'))
  for (const [target, source] of integration.requestParameters) {
    if (parseTarget(target, 'integration.request.') === undefined || compileRouteSource(source) === undefined)
      place.at('requestParameters', target).fault('This is no mapping', {
        found: source,
        allowed: ['route.request.…', 'context.…', 'stageVariables.…', "'text'"],
      })
  }
  for (const [key, response] of integration.integrationResponses) {
    const at = place.at('integrationResponses', key)
    attempt(at, () => compileJavaRegex(responsePattern(key) ?? ''))
    const { templateSelectionExpression: selectsAnswer } = response
    if (selectsAnswer !== undefined && selectsAnswer !== '')
      checkExpression(selectsAnswer, ANSWER_VARIABLES, at.at('templateSelectionExpression'))
    checkTemplates(response.responseTemplates, 'response', templates, at.at('responseTemplates'))
    // A message on a socket has no headers that these could set.
    if (response.responseParameters.size > 0) {
      const message = 'A message has no headers: responseParameters change nothing.'
      report.add([{ level: 'warning', rule: 'websocket/response-parameters-unused', pointer: at.pointer, message }], '')
    }
  }
}

function checkTemplates(
  texts: ReadonlyMap<string, string>,
  side: 'request' | 'response',
  templates: TemplateStore,
  place: Place,
): void {
  for (const [key, text] of texts) {
    attempt(place.at(key), () => templates(text, key, side))
    if (Buffer.byteLength(text) > TEMPLATE_LIMIT) place.at(key).fault('A template has at most 300 KB')
  }
}

function checkExpression(expression: string, variables: readonly SelectionVariable[], place: Place): void {
  attempt(place, () => compileSelectionExpression(expression, variables))
}

// What is compiled when it is needed must compile now.
function attempt(place: Place, compile: () => unknown): void {
  try {
    compile()
  } catch (error) {
    const { message } = error as Error
    const allowed = (error as { readonly allowed?: readonly string[] }).allowed
    place.fault(message, allowed === undefined ? {} : { allowed })
  }
}

import type { HttpIntegration } from '../api/http-model.js'
import type { IntegrationDefinition, Method } from '../api/model.js'
import { checkHttpParameters } from '../transformer/http-parameters.js'
import { isPreflightMock } from './api-rules.js'
import type { PortabilityFinding, PortabilityLevel } from './types.js'

/** Milliseconds an HTTP API waits at most. */
const MOST_TIME = 30_000

/** Converts the integration of a method, noting what is lost; `undefined` when HTTP APIs have none of the kind. */
export function convertIntegration(method: Method, findings: PortabilityFinding[]): HttpIntegration | undefined {
  const { integration } = method
  const add = (level: PortabilityLevel, rule: string, message: string): void => {
    findings.push({ level, rule: `integration/${rule}`, message, pointer: integration?.pointer ?? method.pointer })
  }
  if (integration === undefined) {
    add('lost', 'missing', 'The method has no integration.')
    return undefined
  }
  switch (integration.type) {
    case 'AWS_PROXY':
      add(
        'changed',
        'payload-1.0',
        'Payload format 1.0 of an HTTP API differs from REST’s: header names, paths, empty maps.',
      )
      break
    case 'HTTP_PROXY':
      break
    case 'MOCK':
      if (isPreflightMock(method)) add('changed', 'preflight', 'The CORS configuration answers preflights.')
      else add('lost', 'mock', 'HTTP APIs have no mock integrations.')
      return undefined
    case 'AWS':
      add('lost', 'aws', awsAdvice(integration))
      return undefined
    default:
      add('lost', 'http', `HTTP APIs have no integrations of the type ${integration.type}, which transform bodies.`)
      return undefined
  }
  noteDifferences(integration, add)
  return proxyIntegration(integration, add)
}

type Add = (level: PortabilityLevel, rule: string, message: string) => void

function noteDifferences(integration: IntegrationDefinition, add: Add): void {
  if (integration.responseTransferMode === 'STREAM') add('lost', 'streaming', 'HTTP APIs do not stream responses.')
  if (integration.timeoutInMillis > MOST_TIME)
    add('changed', 'timeout', `HTTP APIs wait 30 s at most, not ${integration.timeoutInMillis} ms.`)
  if (integration.cacheKeyParameters.length > 0) add('lost', 'cache', 'HTTP APIs do not cache.')
}

function proxyIntegration(integration: IntegrationDefinition, add: Add): HttpIntegration {
  const { uri, httpMethod, connectionId, credentials, tlsConfig } = integration
  return {
    integrationType: integration.type as 'AWS_PROXY' | 'HTTP_PROXY',
    ...(uri !== undefined && { integrationUri: renamedVariables(uri, integration) }),
    ...(httpMethod !== undefined && { integrationMethod: httpMethod }),
    payloadFormatVersion: '1.0',
    connectionType: integration.connectionType,
    ...(connectionId !== undefined && { connectionId }),
    ...(credentials !== undefined && { credentialsArn: credentials }),
    timeoutInMillis: Math.min(integration.timeoutInMillis, MOST_TIME),
    ...(tlsConfig?.serverNameToVerify !== undefined && {
      tlsConfig: { serverNameToVerify: tlsConfig.serverNameToVerify },
    }),
    requestParameters: convertParameters(integration, add),
    responseParameters: new Map(),
    pointer: integration.pointer,
  }
}

const PATH_TARGET = 'integration.request.path.'
const PATH_SOURCE = 'method.request.path.'

/** REST maps path variables by name; an HTTP API fills the URI’s with those of the route. */
function renamedVariables(uri: string, { requestParameters }: IntegrationDefinition): string {
  let renamed = uri
  for (const [target, source] of requestParameters) {
    if (!target.startsWith(PATH_TARGET) || !source.startsWith(PATH_SOURCE)) continue
    renamed = renamed.replaceAll(`{${target.slice(PATH_TARGET.length)}}`, `{${source.slice(PATH_SOURCE.length)}}`)
  }
  return renamed
}

function convertParameters({ requestParameters }: IntegrationDefinition, add: Add): Map<string, string> {
  const converted = new Map<string, string>()
  for (const [target, source] of requestParameters) {
    const place = /^integration\.request\.(header|querystring)\.(.+)$/.exec(target)
    const value = convertSource(source)
    const fault = place === null || value === undefined ? undefined : faultOf(place, value)
    if (fault !== undefined) add('lost', 'parameter', `The mapping ${target} ← ${source} cannot be had: ${fault}.`)
    else if (place !== null && value !== undefined) converted.set(`overwrite:${place[1]}.${place[2]}`, value)
    else if (!target.startsWith(PATH_TARGET) || !source.startsWith(PATH_SOURCE))
      add('lost', 'parameter', `The mapping ${target} ← ${source} has no counterpart.`)
  }
  return converted
}

/** Why an HTTP API would not take a mapping: some headers are its own. */
function faultOf([, where, name]: RegExpExecArray, value: string): string | undefined {
  return checkHttpParameters(new Map([[`overwrite:${where}.${name}`, value]]), 'request')[0]?.message
}

function convertSource(source: string): string | undefined {
  if (/^'.*'$/s.test(source)) return source.slice(1, -1)
  if (/^method\.request\.(?:header|querystring|path)\./.test(source)) return `$${source.slice('method.'.length)}`
  if (source === 'method.request.body' || source.startsWith('method.request.body.'))
    return `$${source.slice('method.'.length)}`
  return source.startsWith('context.') || source.startsWith('stageVariables.') ? `$${source}` : undefined
}

const SUBTYPES: ReadonlyArray<readonly [pattern: RegExp, subtype: string]> = [
  [/:sqs:/, 'SQS-SendMessage'],
  [/:events:action\/PutEvents/, 'EventBridge-PutEvents'],
  [/:kinesis:action\/PutRecord$/, 'Kinesis-PutRecord'],
  [/:states:action\/StartSyncExecution/, 'StepFunctions-StartSyncExecution'],
  [/:states:action\/StartExecution/, 'StepFunctions-StartExecution'],
]

function awsAdvice({ uri = '' }: IntegrationDefinition): string {
  const subtype = SUBTYPES.find(([pattern]) => pattern.test(uri))?.[1]
  const advice =
    subtype === undefined ? 'put a function in between' : `the integrationSubtype ${subtype} may do its work`
  return `HTTP APIs have no AWS integrations with mapping templates; ${advice}.`
}

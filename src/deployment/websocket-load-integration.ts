import type { ContentHandling, IntegrationType, PassthroughBehavior } from '../api/model.js'
import type { WebSocketIntegration, WebSocketIntegrationResponse } from '../api/websocket-model.js'
import { type FieldKind, isFields, type Place, readFields, readTexts, textFields } from './websocket-fields.js'

const TYPES = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'] as const
const CONTENT_HANDLING = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const

const INTEGRATION: Readonly<Record<string, FieldKind>> = {
  integrationType: TYPES,
  integrationUri: 'text',
  integrationMethod: 'text',
  description: 'text',
  credentialsArn: 'text',
  connectionType: ['INTERNET', 'VPC_LINK'],
  connectionId: 'text',
  timeoutInMillis: 'number',
  passthroughBehavior: ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'],
  contentHandlingStrategy: CONTENT_HANDLING,
  payloadFormatVersion: ['1.0'],
  tlsConfig: 'object',
  requestParameters: 'object',
  templateSelectionExpression: 'text',
  requestTemplates: 'object',
  integrationResponses: 'object',
  // What the service adds to its answers.
  integrationId: 'text',
  integrationResponseSelectionExpression: 'text',
  apiGatewayManaged: 'boolean',
}

const RESPONSE: Readonly<Record<string, FieldKind>> = {
  contentHandlingStrategy: CONTENT_HANDLING,
  templateSelectionExpression: 'text',
  responseTemplates: 'object',
  responseParameters: 'object',
  integrationResponseKey: 'text',
  integrationResponseId: 'text',
}

/** Reads an integration in the names of CreateIntegration. */
export function loadIntegration(value: unknown, integrationId: string, place: Place): WebSocketIntegration | undefined {
  const fields = readFields(value, INTEGRATION, place)
  if (fields === undefined) return undefined
  const type = fields['integrationType'] as IntegrationType | undefined
  const timeout = fields['timeoutInMillis'] as number | undefined
  if (type === undefined) {
    if (isFields(value) && value['integrationType'] === undefined)
      place.fault('An integration must say its integrationType', { allowed: TYPES })
    return undefined
  }
  if (type !== 'MOCK' && fields['integrationUri'] === undefined)
    place.fault('An integration must say its integrationUri')
  if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 50 && timeout <= 29_000))
    place.at('timeoutInMillis').fault('A timeout is 50 to 29000 ms', { found: timeout })
  return {
    integrationId,
    integrationType: type,
    ...textFields(
      fields,
      'integrationUri',
      'integrationMethod',
      'credentialsArn',
      'connectionId',
      'templateSelectionExpression',
    ),
    connectionType: (fields['connectionType'] as 'VPC_LINK' | undefined) ?? 'INTERNET',
    timeoutInMillis: timeout ?? 29_000,
    passthroughBehavior: (fields['passthroughBehavior'] as PassthroughBehavior | undefined) ?? 'WHEN_NO_MATCH',
    ...contentHandling(fields),
    ...(fields['tlsConfig'] !== undefined && { tlsConfig: fields['tlsConfig'] as { serverNameToVerify?: string } }),
    requestParameters: readTexts(fields['requestParameters'], place.at('requestParameters')),
    requestTemplates: readTexts(fields['requestTemplates'], place.at('requestTemplates')),
    integrationResponses: loadResponses(fields['integrationResponses'], place.at('integrationResponses')),
    pointer: place.pointer,
  }
}

function loadResponses(value: unknown, place: Place): Map<string, WebSocketIntegrationResponse> {
  const responses = new Map<string, WebSocketIntegrationResponse>()
  for (const [key, written] of Object.entries(isFields(value) ? value : {})) {
    const at = place.at(key)
    const fields = readFields(written, RESPONSE, at)
    if (fields === undefined) continue
    responses.set(key, {
      integrationResponseKey: key,
      ...contentHandling(fields),
      ...textFields(fields, 'templateSelectionExpression'),
      responseTemplates: readTexts(fields['responseTemplates'], at.at('responseTemplates')),
      responseParameters: readTexts(fields['responseParameters'], at.at('responseParameters')),
      pointer: at.pointer,
    })
  }
  return responses
}

function contentHandling(fields: Readonly<Record<string, unknown>>): { contentHandlingStrategy?: ContentHandling } {
  const strategy = fields['contentHandlingStrategy'] as ContentHandling | undefined
  return strategy === undefined ? {} : { contentHandlingStrategy: strategy }
}

import { describe, expect, it } from 'vitest'
import type { IntegrationDefinition } from '../../src/api/model.js'
import { checkIntegration, type IntegrationSurroundings } from '../../src/integration/check-integration.js'
import { makeDefinition } from './make-request.js'

const REGIONAL: IntegrationSurroundings = { endpointType: 'REGIONAL', cachingEnabled: false }

function pointers(settings: Partial<IntegrationDefinition> & { type: string }, around = REGIONAL): string[] {
  return checkIntegration(makeDefinition(settings), around).map(({ pointer }) => pointer)
}

describe('settings of integrations', () => {
  it('that stream are those of proxies', () => {
    for (const type of ['HTTP_PROXY', 'AWS_PROXY'])
      expect(pointers({ type, responseTransferMode: 'STREAM' })).toEqual([])
    for (const type of ['HTTP', 'AWS', 'MOCK'])
      expect(pointers({ type, responseTransferMode: 'STREAM' })).toEqual(['/responseTransferMode'])
  })

  it('that stream exclude cache, conversion and templates', () => {
    const stream = { type: 'HTTP_PROXY', responseTransferMode: 'STREAM' } as const
    expect(pointers(stream, { ...REGIONAL, cachingEnabled: true })).toEqual(['/responseTransferMode'])
    expect(pointers({ ...stream, contentHandling: 'CONVERT_TO_TEXT' })).toEqual(['/contentHandling'])
    const response = {
      statusCode: '200',
      responseParameters: new Map<string, string>(),
      responseTemplates: new Map([['application/json', '{}']]),
      pointer: '/x',
    }
    expect(pointers({ ...stream, integrationResponses: [response] })).toEqual(['/responses'])
  })

  it('give an edge-optimized API 29 s, unless it streams', () => {
    const edge = { ...REGIONAL, endpointType: 'EDGE' } as const
    expect(pointers({ type: 'HTTP', timeoutInMillis: 29_001 }, edge)).toEqual(['/timeoutInMillis'])
    expect(pointers({ type: 'HTTP', timeoutInMillis: 29_000 }, edge)).toEqual([])
    expect(pointers({ type: 'HTTP', timeoutInMillis: 120_000 })).toEqual([])
    const stream = { type: 'HTTP_PROXY', responseTransferMode: 'STREAM', timeoutInMillis: 900_000 } as const
    expect(pointers(stream, edge)).toEqual([])
  })
})

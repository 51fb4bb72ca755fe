import { describe, expect, it } from 'vitest'
import { createMockIntegration } from '../../src/integration/mock.js'
import type { EndpointResponse } from '../../src/integration/types.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { makeCall, makeDefinition, makeRequest } from './make-request.js'

const definition = makeDefinition({ type: 'MOCK' })
const mock = (body: string | Uint8Array | undefined): EndpointResponse =>
  createMockIntegration().invoke(makeRequest(definition, makeCall(createVirtualClock()), { body })) as EndpointResponse

describe('MOCK', () => {
  it.each([
    ['{"statusCode": 200}', 200],
    ['{statusCode: 404}', 404],
    ['{"statusCode": 0}', 0],
    ['{"statusCode": 200 ,, }', 200],
    ['{"statusCode": 200 , }', 200],
    ['\n{ "other": {}, "statusCode": 503 }\n', 503],
  ])('answers the status of %j, nothing else', (text, status) => {
    const answer = mock(text)
    expect([answer.statusCode, answer.body, answer.headers.size]).toEqual([status, '', 0])
    expect(mock(new TextEncoder().encode(text)).statusCode).toBe(status)
  })

  it.each([
    '{"statusCode": "200"}',
    `{"statusCode': 200 }`,
    '{}',
    '[200]',
    '200',
    '',
    'null',
    '{"statusCode": 200.5}',
    '{"__proto__": {"statusCode": 200}}',
  ])('fails for %j', (text) => expect(() => mock(text)).toThrow(expect.objectContaining({ kind: 'internal' })))

  it('fails without a body', () => {
    expect(() => mock(undefined)).toThrow(expect.objectContaining({ kind: 'internal' }))
  })
})

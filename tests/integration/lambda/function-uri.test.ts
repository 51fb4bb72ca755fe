import { describe, expect, it } from 'vitest'
import { parseFunctionReference, parseFunctionUri } from '../../../src/integration/lambda/function-uri.js'

const PREFIX = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions'
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders'

describe('integration URIs of functions', () => {
  it.each([
    [`${PREFIX}/${ARN}/invocations`, { name: 'orders', arn: ARN, streaming: false }],
    [`${PREFIX}/${ARN}:live/invocations`, { name: 'orders', qualifier: 'live', arn: ARN, streaming: false }],
    [`${PREFIX}/${ARN}:$LATEST/invocations`, { name: 'orders', qualifier: '$LATEST', arn: ARN, streaming: false }],
    [`${PREFIX}/orders/invocations`, { name: 'orders', streaming: false }],
    [`${PREFIX}/orders:7/invocations`, { name: 'orders', qualifier: '7', streaming: false }],
    [`${PREFIX}/123456789012:function:orders/invocations`, { name: 'orders', streaming: false }],
    [
      `${PREFIX}/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Aorders/invocations`,
      { name: 'orders', arn: ARN, streaming: false },
    ],
    [
      `arn:aws-us-gov:apigateway:us-gov-west-1:lambda:path/2021-11-15/functions/${ARN}/response-streaming-invocations`,
      { name: 'orders', arn: ARN, streaming: true },
    ],
    [`${PREFIX}/orders/invocations?a=b`, { name: 'orders', streaming: false }],
    [ARN, { name: 'orders', arn: ARN, streaming: false }],
  ])('reads %s', (uri, expected) => {
    expect(parseFunctionUri(uri)).toEqual(expected)
  })

  it.each([
    '',
    'http://example.com/',
    'arn:aws:apigateway:us-east-1:sqs:path/1/q',
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions',
    `${PREFIX}//invocations`,
    `${PREFIX}/a/b/invocations`,
    'orders',
  ])('takes %j for none', (uri) => {
    expect(parseFunctionUri(uri)).toBeUndefined()
  })

  it('reads references by name, qualifier and ARN', () => {
    expect(parseFunctionReference('list-pets:2')).toMatchObject({ name: 'list-pets', qualifier: '2' })
    expect(parseFunctionReference(ARN)).toMatchObject({ name: 'orders', arn: ARN })
    expect(parseFunctionReference('a:b:c')).toBeUndefined()
  })
})

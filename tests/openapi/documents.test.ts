import { describe, expect, test } from 'vitest'
import { DefinitionError, importApi, parseDocument } from '../../src/openapi/index.js'

const MINIMAL = { openapi: '3.0.1', info: { title: 'pets', version: '1' }, paths: {} }

function refusal(run: () => unknown): DefinitionError {
  try {
    run()
  } catch (error) {
    if (error instanceof DefinitionError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('reading a document', () => {
  test('JSON text, YAML text and objects give the same tree', () => {
    const tree = parseDocument(MINIMAL)
    expect(parseDocument(JSON.stringify(MINIMAL))).toEqual(tree)
    expect(parseDocument('openapi: 3.0.1\ninfo: {title: pets, version: "1"}\npaths: {}')).toEqual(tree)
  })

  test('short tags become the long forms', () => {
    const document = parseDocument(
      'a: !Ref X\nb: !GetAtt A.Arn\nc: !Sub ["${v}", {v: !Ref Y}]\nd: !Join [",", [a, !Ref Z]]',
    )
    expect(JSON.parse(JSON.stringify(document))).toEqual({
      a: { Ref: 'X' },
      b: { 'Fn::GetAtt': 'A.Arn' },
      c: { 'Fn::Sub': ['${v}', { v: { Ref: 'Y' } }] },
      d: { 'Fn::Join': [',', ['a', { Ref: 'Z' }]] },
    })
  })

  test('a YAML version keeps its text', () => {
    const { api } = importApi('openapi: 3.0.1\ninfo: {title: pets, version: 1.0}\npaths: {}')
    expect(api.version).toBe('1.0')
  })

  test('names such as __proto__ and constructor are names', () => {
    const document = parseDocument('{"__proto__": {"polluted": true}, "constructor": 1}')
    expect(Object.keys(document)).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('a cycle of objects becomes a reference to where it stands', () => {
    const worker: Record<string, unknown> = { type: 'object' }
    worker['properties'] = { boss: worker }
    const document = { ...MINIMAL, components: { schemas: { Worker: worker } } }
    expect(importApi(document).api.models.get('Worker')?.schema).toEqual({
      type: 'object',
      properties: { boss: { $ref: 'https://apigateway.amazonaws.com/restapis/restapi/models/Worker' } },
    })
  })

  test.each([
    ['text over 6 MB', `{"a":"${'x'.repeat(6 * 1024 * 1024)}"}`],
    ['a list', '[]'],
    ['a bare word', 'pets'],
    [
      'an alias bomb',
      `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`},*${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`,
    ],
    ['levels without end', '['.repeat(5000)],
    ['undefined', undefined],
  ])('%s is refused as the service refuses it', (_, input) => {
    expect(refusal(() => importApi(input)).serviceError).toEqual({
      code: 'BadRequestException',
      message: 'Invalid OpenAPI input.',
      status: 400,
    })
  })

  test('an object graph that unfolds without end is refused', () => {
    let node: unknown = 'leaf'
    for (let level = 0; level < 60; level += 1) node = [node, node]
    expect(refusal(() => importApi({ ...MINIMAL, 'x-tree': node })).message).toContain('more than 1000000 nodes')
  })

  test('a getter that throws is told as a fault', () => {
    const document = {
      ...MINIMAL,
      get servers(): never {
        throw new Error('boom')
      },
    }
    expect(refusal(() => importApi(document)).message).toContain('cannot be read: boom')
  })

  test('OpenAPI 3.1 is refused like the service does, and taken with the switch', () => {
    const document = { ...MINIMAL, openapi: '3.1.0' }
    expect(refusal(() => importApi(document)).serviceError.message).toBe('Invalid OpenAPI input.')
    expect(importApi(document, { acceptOpenApi31: true }).api.name).toBe('pets')
  })

  test.each([
    [
      'AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::Serverless-2016-10-31\nResources: {}',
      'an AWS SAM template',
    ],
    ['Resources: {A: {Type: AWS::ApiGateway::RestApi}}', 'a CloudFormation template'],
    ['service: pets\nprovider: {name: aws}', 'a Serverless Framework file'],
    ['Fn::Transform: {Name: AWS::Include, Parameters: {Location: a.yaml}}', 'give that file'],
  ])('another kind of document is named: %s', (text, name) => {
    expect(refusal(() => importApi(text)).message).toContain(name)
  })
})

import { describe, expect, it } from 'vitest'
import {
  type Authorizer,
  AuthorizerRefusal,
  createGateway,
  type StageResolver,
  type Transformer,
} from '../../src/index.js'
import { authorizerContract, stageContract, transformerContract } from '../../src/testing/index.js'

// Written from the interfaces alone, as a user would.

/** Names the stage by a header, as an app behind its own router would. */
const byHeader: StageResolver = {
  resolve: ({ path, headers, stage }, stages) => {
    const [fullPath = '', rawQuery = ''] = path.split(/\?(.*)/s)
    const named = stage ?? (headers as Record<string, string> | undefined)?.['x-stage'] ?? 'prod'
    const apiId = stages.onlyApi
    if (apiId === undefined) return undefined
    const resourcePath = fullPath === '' ? '/' : fullPath
    const stageName = stages.has(apiId, named) ? named : undefined
    return { apiId, stageName, resourcePath, rawQuery, calledPath: resourcePath }
  },
}

/** Lets in who knows the word. */
const byWord: Authorizer = {
  authorize: async ({ sources }) => {
    const word = sources.headerInAnyCase('x-word')
    if (word === undefined) throw new AuthorizerRefusal()
    const Effect = word === 'friend' ? 'Allow' : 'Deny'
    return {
      principalId: word,
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: '*', Resource: '*' }] },
      context: { word },
    }
  },
}

/** `Hello {{name}}`: fields of a JSON body by name. */
const braces: Transformer = {
  compile: (template) => {
    if (template.split('{{').length !== template.split('}}').length) throw new Error('a brace is missing')
    return ({ body, context }) => {
      const fields = JSON.parse(body === '' ? '{}' : body) as Record<string, string>
      return template.replaceAll(/\{\{([\w.]+)\}\}/g, (_, name: string) =>
        name.startsWith('context.') ? String(context(name.slice(8))) : (fields[name] ?? ''),
      )
    }
  },
}

describe('contract suites', () => {
  for (const { name, run } of stageContract(() => byHeader)) it(`stage resolver: ${name}`, run)
  const subject = {
    authorizer: byWord,
    welcome: { headers: { 'X-Word': 'friend' } },
    unwelcome: { headers: { 'X-Word': 'foe' } },
  }
  for (const { name, run } of authorizerContract(() => subject)) it(`authorizer: ${name}`, run)
  const transformer = { transformer: braces, template: 'Hello {{a}}', faulty: 'Hello {{a}' }
  for (const { name, run } of transformerContract(() => transformer)) it(`transformer: ${name}`, run)

  it('find out what breaks the contract', async () => {
    const open = { ...subject, authorizer: { authorize: () => byWord.authorize(friend) } }
    const broken = await Promise.allSettled(authorizerContract(() => open).map(({ run }) => run()))
    expect(broken.some(({ status }) => status === 'rejected')).toBe(true)
    const lax: Transformer = { compile: () => () => 7 as never }
    const odd = await Promise.allSettled(
      transformerContract(() => ({ ...transformer, transformer: lax })).map(({ run }) => run()),
    )
    expect(odd.every(({ status }) => status === 'fulfilled')).toBe(false)
    const deaf: StageResolver = { resolve: () => undefined }
    const lost = await Promise.allSettled(stageContract(() => deaf).map(({ run }) => run()))
    expect(lost.some(({ status }) => status === 'rejected')).toBe(true)
  })
})

const friend = { sources: { headerInAnyCase: () => 'friend' } } as never

describe('a gateway with request modules of one’s own', () => {
  const { handle } = createGateway({
    stage: byHeader,
    transformers: { 'application/json': braces },
    authorizers: { word: byWord },
    stages: { prod: {}, dev: {} },
    definition: {
      openapi: '3.0.1',
      info: { title: 'own', version: '1' },
      components: {
        securitySchemes: {
          word: {
            type: 'apiKey',
            name: 'x-word',
            in: 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': {
              type: 'request',
              identitySource: 'method.request.header.x-word',
              authorizerUri: 'arn:aws:lambda:us-east-1:123456789012:function:never',
            },
          },
        },
      },
      paths: {
        '/greet': {
          post: {
            security: [{ word: [] }],
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'aws',
              httpMethod: 'POST',
              uri: 'arn:aws:lambda:us-east-1:123456789012:function:echo',
              requestTemplates: { 'application/json': '{"text":"Hello {{name}} on {{context.stage}}"}' },
              responses: {
                default: { statusCode: '200', responseTemplates: { 'application/json': 'Said: {{said}}' } },
              },
            },
          },
        },
      },
    },
    functions: { echo: async ({ text }: { text: string }) => ({ said: text }) },
    logger: false,
  })
  const greet = (headers: Record<string, string>, body = '{"name":"Ada"}') =>
    handle({ method: 'POST', path: '/greet', headers: { 'content-type': 'application/json', ...headers }, body })

  it('asks the resolver, the authorizer and the transformer', async () => {
    expect((await greet({ 'x-word': 'friend' })).text()).toBe('Said: Hello Ada on prod')
    expect((await greet({ 'x-word': 'friend', 'x-stage': 'dev' })).text()).toBe('Said: Hello Ada on dev')
    expect((await greet({ 'x-word': 'foe' })).statusCode).toBe(403)
    expect((await greet({})).statusCode).toBe(401)
    expect((await greet({ 'x-word': 'friend', 'x-stage': 'gone' })).statusCode).toBe(403)
  })

  it('answers 500 when the transformer throws', async () => {
    expect((await greet({ 'x-word': 'friend' }, 'no json')).statusCode).toBe(500)
  })

  it('tells at start of a template that the transformer refuses', () => {
    const routes = {
      'GET /x': { integration: { type: 'mock', requestTemplates: { 'application/json': '{{' } } },
    }
    expect(() => createGateway({ routes, transformers: { 'application/json': braces } })).toThrow(/a brace is missing/)
  })
})

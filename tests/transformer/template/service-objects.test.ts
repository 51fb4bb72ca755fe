import { describe, expect, it } from 'vitest'
import type { RequestParameters } from '../../../src/transformer/template/index.js'
import {
  createTemplateContext,
  parseTemplate,
  readRequestOverrides,
  readResponseOverrides,
} from '../../../src/transformer/template/index.js'
import { contextSource, render } from './render.js'

describe('$input', () => {
  it('parses the payload once and shows changes of it', () => {
    const body = '{"a": {"b": 1}}'
    expect(render("#set($a = $input.path('$.a'))#set($a.b = 2)$input.json('$')", { body })).toBe('{"a":{"b":2}}')
  })

  it('reads path, then query string, then header', () => {
    const given = { path: { x: 'p' }, query: { x: 'q', y: 'q' }, headers: { x: 'h', y: 'h', z: 'h' } }
    expect(render("$input.params('x')$input.params('y')$input.params('z')|$input.params('w')|", given)).toBe('pqh||')
  })

  it('reads no parameters and no payload that are not used', () => {
    const input = {
      get body(): string {
        return expect.fail('the body was read')
      },
      get params(): RequestParameters {
        return expect.fail('the parameters were read')
      },
    }
    const context = createTemplateContext(contextSource({}))
    expect(parseTemplate('$input$stageVariables.a').render({ input, context, stageVariables: { a: 'x' } })).toBe('x')
  })

  it('does not let a template change the parameters of the request', () => {
    const headers = Object.freeze({ a: '1' })
    expect(render("$input.params().header.put('b', '2')$input.params().header.b$input.params('b')", { headers })).toBe(
      '2',
    )
  })
})

describe('$util', () => {
  it.each([
    ['escapeJavaScript', 'it\'s "a/b"\\\u0001é', 'it\\\'s \\"a\\/b\\"\\\\\\u0001\\u00E9'],
    ['urlEncode', 'a b&ü~*\ud800', 'a+b%26%C3%BC%7E*%3F'],
    ['urlDecode', 'a+b%26%C3%BC', 'a b&ü'],
    ['base64Encode', 'Grüße', 'R3LDvMOfZQ=='],
    ['base64Decode', 'R3LDvMOfZQ', 'Grüße'],
  ])('%s', (name, text, output) => {
    expect(render(`$util.${name}($text)`, { variables: { text } })).toBe(output)
  })

  it('fails for a broken escape and for text that is no JSON', () => {
    expect(() => render('$util.urlDecode("%4")')).toThrow(/urlDecode/)
    expect(() => render('$util.parseJson("{")')).toThrow(/parseJson/)
  })
})

describe('$context', () => {
  const identity = { sourceIp: '192.0.2.1', user: '' }

  it('prints values, and nodes as nothing', () => {
    const template = '$context.stage [$context.identity] $context.identity.sourceIp $context.identity.keySet()'
    expect(render(template, { context: { stage: 'qa', identity } })).toBe('qa [] 192.0.2.1 [sourceIp, user]')
  })

  it('collects overrides by property, index and put, lists as several values', () => {
    const context = createTemplateContext(contextSource({}))
    const template = `#set($h = $context.requestOverride.header)#set($h.a = "1")#set($h["b"] = ["2", 3])
$context.requestOverride.querystring.put("q", "x")#set($context.requestOverride.path.id = 9)`
    render(template, {}, context)
    expect(readRequestOverrides(context)).toEqual({
      header: [
        ['a', ['1']],
        ['b', ['2', '3']],
      ],
      path: [['id', ['9']]],
      querystring: [['q', ['x']]],
      repeated: [],
    })
    expect(readResponseOverrides(context)).toBeUndefined()
  })

  it('carries overrides from one template to the next and says which were set twice', () => {
    const context = createTemplateContext(contextSource({}))
    render('#set($context.responseOverride.status = 418)#set($context.responseOverride.header.a = "1")', {}, context)
    const second = '$context.responseOverride.status#set($context.responseOverride.header.a = "2")'
    expect(render(second, {}, context)).toBe('418')
    expect(readResponseOverrides(context)).toEqual({ header: [['a', ['2']]], status: 418, repeated: ['header.a'] })
  })

  it('has no overrides before a template has read it', () => {
    const context = createTemplateContext({ get: () => expect.fail('was read'), keys: () => [] })
    expect(readRequestOverrides(context)).toBeUndefined()
    expect(readResponseOverrides(context)).toBeUndefined()
  })
})

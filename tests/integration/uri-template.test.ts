import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileUri, fillStageVariables, greedyVariables } from '../../src/integration/uri-template.js'

const NONE = new Map<string, readonly string[]>()
const build = (
  uri: string,
  values: Record<string, string>,
  query: ReadonlyMap<string, readonly string[]> = NONE,
  greedy?: ReadonlySet<string>,
) => compileUri(uri, {}, greedy).build((name) => (Object.hasOwn(values, name) ? values[name] : undefined), query)

describe('integration URIs', () => {
  it('puts path parameters in, greedy ones with their slashes, escapes as they came', () => {
    expect(build('http://codes.example/{tail}', { tail: 'state/400' })).toBe('http://codes.example/state/400')
    expect(build('http://a.example/{proxy+}', { proxy: 'mail/jo%2Bbox' })).toBe('http://a.example/mail/jo%2Bbox')
    expect(build('http://a.example/{id}/x', { id: 'a/b' }, NONE, new Set())).toBe('http://a.example/a%2Fb/x')
    expect(build('arn:aws:apigateway:us-east-1:s3:path/{bucket}/{key}', { bucket: 'b', key: 'k 1' })).toBe(
      'arn:aws:apigateway:us-east-1:s3:path/b/k%201',
    )
  })

  it('merges the query, names of the request in place of its own', () => {
    const query = new Map([
      ['beta', ['on']],
      ['find', ['x y', 'é']],
    ])
    expect(build('http://mix.example/?alpha={a}&beta={b}&plain', { a: 'l&m', b: 'no' }, query)).toBe(
      'http://mix.example/?alpha=l%26m&plain&beta=on&find=x%20y&find=%C3%A9',
    )
    expect(build('http://mix.example/p', {}, new Map([['__proto__', ['1']]]))).toBe('http://mix.example/p?__proto__=1')
  })

  it('fills stage variables anywhere, unset ones with nothing', () => {
    expect(fillStageVariables('http://${stageVariables.where}/${stageVariables.none}x', { where: 'one.example' })).toBe(
      'http://one.example/x',
    )
    expect(
      compileUri('http://${stageVariables.where}/p', { where: 'one.example:81' }).build(() => undefined, NONE),
    ).toBe('http://one.example:81/p')
  })

  it.each([
    'http://{host}/',
    'http://a.example{x}',
    'http://user@a.example/{x}',
    'ftp://a.example/{x}',
    '{x}',
    'http://a.example:{port}/',
    'arn:aws:apigateway:us-east-1:{s}:path/x',
    'arn:aws:apigateway:us-east-1:sqs:action/{a}',
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{f}/invocations',
  ])('takes no client value into %s', (uri) => {
    const values = { host: 'evil.example', x: 'y', port: '81', s: 'sqs', a: 'A', f: 'f' }
    expect(build(uri, values)).toBeUndefined()
  })

  it.each(['..', '.', '%2e%2E', '.%2e', 'a/../b', '../x', 'x/..', 'a%2f..%2fb', 'a%5c%2e%2e', 'a/%2e'])(
    'takes no dot segment: %s',
    (value) => {
      expect(build('http://a.example/base/{p}/end', { p: value })).toBeUndefined()
    },
  )

  it('leaves dots that are no segment', () => {
    expect(build('http://a.example/{p}', { p: '...' })).toBe('http://a.example/...')
    expect(build('http://a.example/{p}', { p: 'a..b/.well-known/x.' })).toBe('http://a.example/a..b/.well-known/x.')
    expect(build('http://a.example/.{p}', { p: '.' })).toBeUndefined()
  })

  it('finds the variables that may hold slashes by where they come from', () => {
    const parameters = new Map([
      ['integration.request.path.tail', 'method.request.path.proxy'],
      ['integration.request.path.id', 'method.request.path.id'],
      ['integration.request.path.q', 'method.request.querystring.q'],
      ['integration.request.path.fixed', "'a/b'"],
      ['integration.request.header.h', 'method.request.path.proxy'],
    ])
    expect([...greedyVariables(parameters, '/a/{id}/{proxy+}')]).toEqual(['tail', 'fixed'])
    expect([...greedyVariables(parameters, '/a/{id}')]).toEqual(['fixed'])
  })

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc
      .array(
        fc.constantFrom(
          '..',
          '.',
          '/',
          '\\',
          '//',
          '@',
          ':',
          '%2e',
          '%2F',
          '%5C',
          '%00',
          '%',
          '?',
          '#',
          '&',
          '=',
          '\r\n',
          'evil.example',
          'a',
          '\ud800',
          '{x}',
          '$',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  )

  it('lets no value change scheme, host or port, or leave its segment', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (segment, rest, value) => {
        const uri = compileUri('https://api.example:8443/base/{id}/mid/{rest}?own={value}', {}, new Set(['rest']))
        const values: Record<string, string> = { id: segment, rest, value }
        const built = uri.build((name) => values[name], new Map([['q', [value]]]))
        if (built === undefined) return
        const url = new URL(built)
        expect(url.origin).toBe('https://api.example:8443')
        expect(url.username + url.password + url.hash).toBe('')
        expect(/[^\x21-\x7e]/.test(built)).toBe(false)
        // Read as it is, and as a server that decodes once reads it.
        expect(url.pathname.split('/').slice(0, 2)).toEqual(['', 'base'])
        expect(url.pathname.split('/')[3]).toBe('mid')
        expect(built.split('?').length).toBe(2)
        expect([...url.searchParams.keys()]).toEqual(['own', 'q'])
        const decoded = new URL(built.replaceAll(/%2e/gi, '.').replaceAll(/%(?:2f|5c)/gi, '/'))
        expect(decoded.pathname.startsWith('/base/')).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})

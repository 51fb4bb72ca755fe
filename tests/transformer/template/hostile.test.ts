import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createTemplateContext,
  parseTemplate,
  TemplateRenderError,
  TemplateSyntaxError,
} from '../../../src/transformer/template/index.js'
import { contextSource, render } from './render.js'

const NAMES = [
  'constructor',
  '__proto__',
  'prototype',
  '__defineGetter__',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'call',
  'bind',
  'length',
  'push',
  'then',
]
const ROOTS = [
  '$s',
  '$n',
  '$t',
  '$l',
  '$m',
  '$input',
  '$util',
  '$context',
  '$context.identity',
  '$stageVariables',
  '$foreach',
  '$input.path("$")',
]
const given = {
  body: '{"a": [1, {"b": null}]}',
  context: { identity: { sourceIp: 'x' } },
  stageVariables: { v: '1' },
  variables: { s: 'text', n: 7, t: true, l: [1], m: { k: 'v' } },
}

/** Renders, or answers what a template may fail with; anything else is a fault of ours. */
function renderOrRefuse(template: string, more: object = {}): string {
  try {
    return render(template, { ...given, ...more })
  } catch (error) {
    if (error instanceof TemplateSyntaxError || error instanceof TemplateRenderError) return ''
    throw error
  }
}

describe('a template reaches nothing of JavaScript', () => {
  const reads = ROOTS.flatMap((root) => NAMES.map((name) => [root, name] as const))
  it.each(reads)('%s.%s', (root, name) => {
    const texts = [
      `${root}.${name}`,
      `${root}["${name}"]`,
      `${root}.${name}("x")`,
      `${root}.${name}.constructor("x")()`,
    ]
    for (const text of texts) expect(renderOrRefuse(text)).not.toMatch(/function|=>|\[object|\[native/)
  })

  it('keeps hostile keys as keys and the prototype as it was', () => {
    const body = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 2}}, "toString": "t"}'
    const template =
      '#set($r = $input.path(\'$\'))#set($r["__proto__"].polluted = 3)$r.constructor.prototype.polluted $r.toString $r'
    expect(render(template, { body })).toMatch(/^2 t \{__proto__=\{polluted=3\}, /)
    for (const target of ['$m', '$stageVariables', '$context', '$context.requestOverride.header', '$n', '$s']) {
      renderOrRefuse(
        `#set(${target}["__proto__"] = {"polluted": 4})$${target.slice(1)}.put("__proto__", {"polluted": 5})`,
      )
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('survives hostile names in parameters and the context', () => {
    const values = { ['__proto__']: 'p', constructor: 'c' } as Record<string, string>
    const template = "[$input.params('constructor')][$input.params('toString')][$context.constructor][$context.valueOf]"
    expect(render(template, { query: values, context: { constructor: 'x' } })).toBe('[c][][x][]')
  })
})

describe('a template cannot hold the process', () => {
  it.each([
    ['doubled text', '#set($s = "xxxxxxxx")#foreach($i in [1..1000])#set($s = "$s$s")#end'],
    ['joined text', '#set($s = "xxxxxxxx")#foreach($i in [1..1000])#set($s = $s + $s)#end'],
    ['a long output', '#foreach($i in [1..1000])#foreach($j in [1..1000])xxxxxxxxxxxxxxxxxxxx#end#end'],
    ['a doubled list', '#set($l = [1])#foreach($i in [1..1000])#set($d = $l.addAll($l))#end'],
    ['a long range', '#set($r = [1..2000000000])$r.size()'],
    ['a wide format', '$s.format("%2000000000d", 1)'],
    ['repeated text', '$s.repeat(2000000000)'],
    ['a large number', '#set($n = 99999999999999999999)#foreach($i in [1..1000])#set($n = $n * $n)#end'],
    ['a list in itself', '#set($l = [])#set($k = [$l])#set($d = $l.add($k))$l'],
  ])('%s', (_name, template) => {
    expect(() => render(template, given)).toThrow(TemplateRenderError)
  })

  it('renders blocks that print each other without end', () => {
    expect(renderOrRefuse('#define($a)a$b#end#define($b)b$a#end$a')).toBe('ababab'.slice(0, 4) + '$a')
  })

  it('honours a limit on the output', () => {
    const template = parseTemplate('$s$s', { maxOutputLength: 7 })
    const scope = {
      input: { body: '', params: { path: {}, querystring: {}, header: {} } },
      context: createTemplateContext(contextSource({})),
      stageVariables: {},
    }
    expect(template.render({ ...scope, variables: { s: 'abc' } })).toBe('abcabc')
    expect(() => template.render({ ...scope, variables: { s: 'abcd' } })).toThrow(TemplateRenderError)
  })
})

describe('arbitrary templates and payloads', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '$',
      '#',
      '\\',
      '$!',
      '${',
      '}',
      '(',
      ')',
      '[',
      ']',
      '"',
      "'",
      '##',
      '#*',
      '*#',
      '#[[',
      ']]#',
      '..',
    ),
    fc.constantFrom(
      '#if($t)',
      '#else',
      '#end',
      '#set($a = ',
      '#foreach($x in $l)',
      '#define($d)',
      '#stop',
      '#break',
      '$d',
    ),
    fc.constantFrom(
      '$s.',
      '.constructor',
      '.__proto__',
      '$m[',
      'length()',
      '\ud800',
      '\udc00',
      '\u0000',
      '\ue000',
      '\ue001',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )

  it('either render or are refused with a template error', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.string({ unit: 'binary' }), (pieces, body) => {
        expect(typeof renderOrRefuse(pieces.join(''), { body })).toBe('string')
      }),
      { numRuns: 3000 },
    )
  })

  it('print text without language as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/[$#\\]/.test(text))
        expect(render(text)).toBe(text)
      }),
    )
  })

  it('print the strings of a payload as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(render("[$input.path('$.a')]", { body: JSON.stringify({ a: text }) })).toBe(`[${text}]`)
      }),
    )
  })

  it('give back any payload through $input.json', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = render("$input.json('$')", { body: JSON.stringify({ value }) })
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ value })))
      }),
    )
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTemplate, TemplateRenderError } from '../../../src/templates.js'
import { render } from './render.js'

const PROTOTYPES = [Object.prototype, Array.prototype, Map.prototype, String.prototype, Number.prototype]
const before = PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).join())

/** Every name that a JavaScript value inherits, and those that are special to it. */
const SPECIAL = ['prototype', 'arguments', 'caller', 'then', 'toJSON', 'owner', 'position', '#own', '0', '-1', '']
const NAMES = [...new Set(PROTOTYPES.flatMap((prototype) => Object.getOwnPropertyNames(prototype))), ...SPECIAL]
const hostileName = fc.constantFrom(...NAMES)
const name = fc.oneof({ weight: 3, arbitrary: hostileName }, fc.string({ unit: 'binary', maxLength: 4 }))

const { value } = fc.letrec<{ value: string }>((tie: fc.LetrecTypedTie<{ value: string }>) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('null', 'true', '1', '"text"', '1e400', '-1e400', '1e-400', '"\\ud800"', '"\\udc00x"', '-0'),
    fc.nat(400).map((length) => '9'.repeat(length + 1)),
    fc.nat(400).map((length) => `0.${'1'.repeat(length + 1)}`),
    fc.integer({ min: -400, max: 400 }).map((exponent) => `1.5E${exponent}`),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(name, tie('value')), { maxLength: 3 })
      .map((fields) => `{${fields.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()}}`),
  ),
}))

const JAVASCRIPT = /function|=>|\[object|\[native|Symbol\(|undefined/

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** Renders, or answers what may fail: anything but a template's own error is a fault of ours. */
function renderOrRefuse(template: string, body: string): string {
  try {
    return render(template, { body })
  } catch (error) {
    if (error instanceof TemplateRenderError) return ''
    throw error
  }
}

describe('hostile payloads', () => {
  it('show nothing of JavaScript, whatever name is read, called or set', () => {
    const identifier = hostileName.filter((one) => /^[A-Za-z][\w-]*$/.test(one))
    const step = fc.oneof(
      identifier.map((one) => `.${one}`),
      identifier.map((one) => `.${one}()`),
      fc.tuple(identifier, hostileName).map(([one, other]) => `.${one}("${other}")`),
      hostileName.map((one) => `["${one}"]`),
    )
    const chain = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => steps.join(''))
    fc.assert(
      fc.property(value, chain, chain, (body, read, write) => {
        const template = `#set($r = $input.path('$'))$r${read}#set($r${write} = 1)$r${write}|$r`
        // The payload's own texts hold no such words, so all of them would be ours.
        expect(renderOrRefuse(template, body).replaceAll(/\{[^{}]*\}/g, '')).not.toMatch(JAVASCRIPT)
      }),
      { numRuns: 3000 },
    )
    expect(PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).join())).toEqual(before)
  })

  it('keep any name as a key: by get, by index and by path', () => {
    fc.assert(
      fc.property(
        name.filter((one) => one >= ' ' && !/["'\\$#]|[^ -\uffff]/.test(one)),
        (key) => {
          const body = JSON.stringify({ first: 1, ...Object.fromEntries([[key, 'found']]) })
          const template = `$input.path('$').get(${quoted(key)})|$input.path('$')[${quoted(key)}]|$input.path("$['${key}']")`
          expect(render(template, { body })).toBe('found|found|found')
          expect(render(template, { body: '{"first": {}}' })).toBe('||')
        },
      ),
      { numRuns: 500 },
    )
  })

  it('print their strings as they are, lone surrogates too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0xd7ff, max: 0xe000 }), { maxLength: 5 }), (codes) => {
        const text = String.fromCharCode(...codes)
        const body = JSON.stringify({ a: text, [`k${text}`]: 1 })
        expect(render(`$input.path('$.a')`, { body })).toBe(text)
        expect(render(`$input.path('$.k${text}')`, { body })).toBe('1')
      }),
    )
  })

  it('are no JSON when they are nested too deeply, and print up to there', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(render("$input.path('$')", { body: nested(400) })).toBe(nested(400))
    expect(render("[$input.path('$')]", { body: nested(401) })).toBe('[]')
    expect(render("[$input.path('$')]", { body: nested(1_000_000) })).toBe('[]')
    expect(render("[$input.path('$')]", { body: '{"a":'.repeat(100_000) })).toBe('[]')
  })
})

// None of these takes longer than seconds; without the limits each would take minutes or for ever.
describe('hostile work is bounded', () => {
  const body = JSON.stringify({ text: 'x'.repeat(1_000_000), list: Array.from({ length: 3000 }, String) })
  const doubled = '#foreach($i in [1..40])#set($l = [$l, $l])#set($k = [$k, $k])#end'
  it.each([
    [
      'texts replaced again and again',
      '#foreach($i in [1..1000])#set($s = $s.replace("x", "y").replace("y", "x"))#end',
    ],
    ['lists compared again and again', '#foreach($i in $l)#if($l.containsAll($l))#end#end'],
    ['equal lists that share their items', `#set($l = [1])#set($k = [1])${doubled}#if($l == $k)#end`],
    ['the hash of a list that shares its items', `#set($l = [1])#set($k = 1)${doubled}$l.hashCode()`],
    ['the text of a list that shares its items', `#set($l = [1])#set($k = 1)${doubled}$l`],
    ['a circle that is printed', '#set($m = {})#set($n = {"m": $m})$m.put("n", $n)$m'],
    ['a circle that is compared', '#set($l = [])#set($k = [$l])$l.add($k)#if($l == $k)#end'],
    ['a circle that is hashed', '#set($l = [])#set($k = [$l])$l.add($k)$l.hashCode()'],
    ['a circle that is written', "#set($r = $input.path('$'))$r.put('r', [$r])$input.json('$')"],
    ['a circle that is scanned', "#set($r = $input.path('$'))$r.put('r', $r)$input.json('$..a')"],
    ['a filter over all pairs', "$input.json('$.list[?(@ in $.list && @ in $.list)]')"],
  ])('%s', (_name, template) => {
    const start = "#set($s = $input.path('$.text'))#set($l = $input.path('$.list'))"
    expect(() => render(start + template, { body })).toThrow(TemplateRenderError)
  })

  it('reads a regular expression of a client in linear time', () => {
    const template = "$input.path('$.text').matches($input.path('$.pattern'))"
    const given = JSON.stringify({ text: 'x'.repeat(50_000), pattern: '(x+x+)+y' })
    expect(render(template, { body: given })).toBe('false')
  })

  it('takes no whole number of more than 10,000 digits', () => {
    const digits = (count: number) => `{"n": ${'7'.repeat(count)}}`
    expect(render("$input.path('$.n')", { body: digits(10_000) })).toHaveLength(10_000)
    expect(render("[$input.path('$.n')]", { body: digits(8_000_000) })).toBe('[]')
  })
})

describe('hostile variables of a unit test', () => {
  it('print nothing where they are no Java values', () => {
    const values = {
      f: () => 1,
      s: Symbol('s'),
      d: new Date(0),
      r: /x/,
      p: Promise.resolve(1),
      g: new URL('http://x/'),
    }
    const names = Object.keys(values)
    const template = names.map((one) => `$${one}$${one}.constructor$${one}.toString()$${one}["then"]`).join('')
    expect(compileTemplate(template).render({ variables: values }).text).toBe('')
  })
})

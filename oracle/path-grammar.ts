import fc from 'fast-check'
import { anyName, name, order, payload } from './documents.js'
import type { PathCase } from './cases.js'

const index = fc.constantFrom('0', '0', '0', '1', '1', '2', '9', '-1', '-2', '-9')
const blank = fc.constantFrom('', '', '', ' ')

const quoted = fc
  .tuple(anyName, fc.constantFrom("'", '"'))
  .map(([text, quote]) => quote + text.replaceAll(quote, `\\${quote}`) + quote)

const bracket = fc
  .oneof(
    { weight: 4, arbitrary: quoted },
    { weight: 1, arbitrary: fc.tuple(quoted, blank, quoted).map(([one, gap, two]) => `${one},${gap}${two}`) },
    { weight: 4, arbitrary: index },
    { weight: 1, arbitrary: fc.tuple(index, blank, index).map(([one, gap, two]) => `${one},${gap}${two}`) },
    { weight: 1, arbitrary: index.map((from) => `${from}:`) },
    { weight: 1, arbitrary: index.map((to) => `:${to}`) },
    { weight: 1, arbitrary: fc.tuple(index, index).map(([from, to]) => `${from}:${to}`) },
    { weight: 1, arbitrary: fc.constantFrom('*', '0:4:2', ':', '', '?', '*,1', 'a', '1 2') },
  )
  .chain((inner) => fc.tuple(blank, blank).map(([before, after]) => `[${before}${inner}${after}]`))

const dotted = fc.oneof(
  { weight: 8, arbitrary: name.map((one) => `.${one}`) },
  { weight: 1, arbitrary: anyName.map((one) => `.${one}`) },
  { weight: 2, arbitrary: fc.constantFrom('.*', '..*', '[*]', '..[0]', "..['a']", '..[*]') },
  { weight: 1, arbitrary: fc.constantFrom('..', '.', '. a') },
  { weight: 2, arbitrary: name.map((one) => `..${one}`) },
)

const literal = fc.constantFrom(
  '1',
  '2',
  '-7',
  '1.5',
  '10.0',
  '1e3',
  "'text'",
  '"text"',
  "'12'",
  "''",
  'true',
  'false',
  'null',
  "['x','y']",
  '[1, 2]',
  '{"a": 1}',
  '/t.x/i',
  '/^[a-z]+$/',
  'nil',
  '-',
)
const operator = fc.constantFrom(
  ...[
    ['==', '!=', '<', '<=', '>', '>=', '===', '!==', '=~', 'in', 'nin', 'size', 'empty', 'contains', 'CONTAINS'],
    ['subsetof', 'anyof', 'noneof', 'all', 'type', 'matches', 'exists', '=', '<>', 'foo'],
  ].flat(),
)

const { path } = fc.letrec<{ path: string; filter: string; step: string }>((tie) => {
  const tail = fc.array(tie('step'), { maxLength: 2 }).map((steps) => steps.join(''))
  const inner = fc.tuple(fc.constantFrom('@', '@', '@', '$'), tail).map((parts) => parts.join(''))
  const operand = fc.oneof({ weight: 2, arbitrary: inner }, { weight: 3, arbitrary: literal })
  const comparison = fc
    .tuple(operand, fc.constantFrom(' ', ' ', ' ', ''), operator, operand)
    .map(([left, gap, sign, right]) => `${left}${gap}${sign}${gap}${right}`)
  const test = fc.oneof(
    { weight: 4, arbitrary: comparison },
    inner,
    inner.map((one) => `!${one}`),
  )
  return {
    filter: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 4, arbitrary: test },
      fc.tuple(tie('filter'), fc.constantFrom(' && ', ' || ', '&&'), tie('filter')).map((parts) => parts.join('')),
      tie('filter').map((one) => `(${one})`),
      tie('filter').map((one) => `!(${one})`),
    ),
    step: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 8, arbitrary: dotted },
      { weight: 5, arbitrary: bracket },
      { weight: 2, arbitrary: tie('filter').map((one) => `[?(${one})]`) },
      { weight: 1, arbitrary: call(tie('path')) },
    ),
    path: fc
      .tuple(fc.constantFrom('$', '$', '$', '$', '$', '$', '@', ''), fc.array(tie('step'), { maxLength: 3 }))
      .map(([root, steps]) => (root === '' ? steps.join('').replace(/^\./, '') : root + steps.join(''))),
  }
})

function call(path: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const names = ['length', 'size', 'min', 'max', 'avg', 'sum', 'stddev', 'concat', 'keys', 'first', 'last', 'index']
  const argument = fc.oneof(path, fc.constantFrom('1', '"s"', '1.5', '[1,2]', '', 'x', 'true'))
  return fc
    .tuple(fc.constantFrom(...names, 'append', 'none'), fc.array(argument, { maxLength: 2 }))
    .map(([name, args]) => `.${name}(${args.join(', ')})`)
}

const SOUP = '$ @ . .. [ ] ( ) ? \' " * , : -1 0 1 a b name ! == =~ /a/ && || length() in \\ { } [0] [?( )]'.split(' ')

/** Pieces of the language in any order: most are refused, and both engines must refuse the same. */
const soup = fc.array(fc.constantFrom(...SOUP, ' '), { maxLength: 9 }).map((pieces) => `$${pieces.join('')}`)

/** A path and a document, for Jayway 2.1 and later. */
export const pathCase: fc.Arbitrary<PathCase> = fc.record({
  path: fc.oneof({ weight: 8, arbitrary: path }, { weight: 1, arbitrary: soup }).filter((text) => text !== ''),
  json: fc.oneof({ weight: 1, arbitrary: payload }, { weight: 2, arbitrary: order }),
})

const commonStep = fc.oneof(
  { weight: 6, arbitrary: name.map((one) => `.${one}`) },
  { weight: 2, arbitrary: name.map((one) => `['${one}']`) },
  { weight: 3, arbitrary: fc.constantFrom('[0]', '[1]', '[2]', '[0,1]', '[1:]', '[:2]', '[0:2]', '.*', '[*]') },
)

/**
 * The same in what Jayway 2.0 reads alike: names, indexes, slices, wildcards. Its filters, `..`, negative indexes, quotes
 * and blanks follow other rules, and it has no functions.
 */
export const commonPathCase: fc.Arbitrary<PathCase> = fc.record({
  path: fc.array(commonStep, { maxLength: 3 }).map((steps) => `$${steps.join('')}`),
  json: fc.oneof(payload, order),
})

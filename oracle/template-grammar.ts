import fc from 'fast-check'
import type { TemplateCase } from './cases.js'
import { SURROUNDINGS } from './cases.js'
import { order, payload } from './documents.js'
import { expression, reference, step, variableName } from './template-expressions.js'

const gap = fc.constantFrom('', '', '', ' ', '\n', '  \n', '\r\n', '\t', ' \n ')

const text = fc.oneof(
  fc.constantFrom(
    'text ',
    '{"k": ',
    '}',
    ',',
    '\n',
    '  ',
    '\r\n',
    '\t',
    '"',
    'é',
    '$5.00',
    ' a b ',
    '(',
    ')',
    '[0]',
    '.a',
  ),
  fc.constantFrom(
    '$',
    '$$',
    '#',
    '# ',
    '##',
    '$!',
    '${',
    '#{',
    '\\',
    '\\\\',
    '$.a',
    '$[0]',
    '#5',
    '#{none}',
    '${1}',
    '!',
  ),
  fc.constantFrom('## remark\n', '##\n', '## $v #if\r\n', '#* block *#', '#** doc\n *#', '#[[raw $v #end]]#', '#[[]]#'),
)
const escaped = fc
  .tuple(
    fc.constantFrom('\\', '\\', '\\\\', '\\\\\\'),
    fc.oneof(
      reference,
      fc.constantFrom('#set($v = 1)', '#if($t)x#end', '#none', '#foreach', '#stop', '#{else}', '#*', '##'),
    ),
  )
  .map((parts) => parts.join(''))

const unknown = fc.constantFrom(
  ...[
    [
      '#macro(hi $p)Hi $p#end',
      '#hi($v)',
      '#hi()',
      '#evaluate($s)',
      '#return(1)',
      '#literal()$v#if#end',
      '#none($v $w)',
    ],
    [
      '#@hi($v)x#end',
      '#include("x")',
      '#parse("x")',
      '#stop',
      '#break',
      '#{stop}',
      '$d1',
      '$d2',
      '${d1}',
      '#end',
      '#else',
    ],
  ].flat(),
)

const target = fc.oneof(
  { weight: 4, arbitrary: variableName.map((name) => `$${name}`) },
  fc.tuple(variableName, step).map(([name, last]) => `$${name}${last}`),
  fc.constantFrom('$!v', '${v}', '${m.a}', '$m.b.c', '$l[0]', '$m["k"]', '$l[-1]', '$m[$n]', '$foreach.own'),
)

interface Blocks {
  readonly part: string
  readonly block: string
}

function ifs(tie: fc.LetrecTypedTie<Blocks>): fc.Arbitrary<string> {
  const branch = fc
    .tuple(fc.constantFrom('#elseif', '#{elseif}'), gap, expression, gap, tie('block'))
    .map(([open, blank, when, after, body]) => `${open}${blank.trim()}(${when})${after}${body}`)
  const otherwise = fc
    .tuple(fc.constantFrom('#else', '#{else}'), gap, tie('block'))
    .map(([open, after, body]) => `${open}${open === '#else' && after === '' ? ' ' : after}${body}`)
  return fc
    .tuple(
      fc.constantFrom('#if', '#if', '#{if}', '#if '),
      fc.oneof(fc.constantFrom('$t', '!$t', '$n == 7'), expression),
      gap,
      tie('block'),
      fc.array(branch, { maxLength: 1 }),
      fc.option(otherwise, { nil: '' }),
      fc.constantFrom('#end', '#end', '#{end}', '#end\n', '#end  \r\n'),
    )
    .map(
      ([open, when, after, body, branches, other, end]) =>
        `${open}(${when})${after}${body}${branches.join('')}${other}${end}`,
    )
}

const LOOP = [
  '$foreach.count',
  '$foreach.index',
  '$velocityCount',
  '#if($foreach.hasNext),#end',
  '$foreach.parent.index',
]
const LOOP_RARE = [
  '$foreach.first',
  '$foreach.last',
  '$velocityHasNext',
  '$foreach.topmost.count',
  '$foreach',
  '#break',
]

function loops(tie: fc.LetrecTypedTie<Blocks>): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('item', 'item', 'v', 'e', 'n'),
      fc.oneof(fc.constantFrom('$l', '$m', '[1..3]', '$root.items', '$m.entrySet()', '$root', '["a", $n]'), expression),
      gap,
      fc.constantFrom(...LOOP, ...LOOP_RARE, '', ''),
      tie('block'),
      fc.constantFrom(...LOOP, ''),
      fc.constantFrom('#end', '#end', '#{end}', '#end\n'),
    )
    .map(
      ([name, list, after, first, body, last, end]) =>
        `#foreach($${name} in ${list})${after}${first}${body}${last}${end}`,
    )
}

const { part } = fc.letrec<Blocks>((tie: fc.LetrecTypedTie<Blocks>) => ({
  block: fc.array(tie('part'), { maxLength: 3 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: text },
    { weight: 5, arbitrary: reference },
    { weight: 1, arbitrary: escaped },
    { weight: 1, arbitrary: unknown },
    {
      weight: 4,
      arbitrary: fc
        .tuple(gap, fc.constantFrom('#set', '#set', '#{set}', '#set '), target, expression, gap)
        .map(([before, open, to, value, after]) => `${before}${open}(${to} = ${value})${after}`),
    },
    { weight: 3, arbitrary: ifs(tie) },
    { weight: 3, arbitrary: loops(tie) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('d1', 'd2', 'v'), tie('block'))
        .map(([name, body]) => `#define($${name})${body}#end`),
    },
  ),
}))

/** Values of every class to work on. */
const PREAMBLE = `#set($root = $input.path('$'))#set($s = "a1,b2 Text")#set($n = 7)#set($d = 2.5)\
#set($l = ["x", 2, 3.5])#set($m = {"a": 1, "k": "v", "b": {"c": [1]}})#set($t = true)#set($b = $root.big)`

const PIECES = [
  ['$', '#', '\\', '!', '{', '}', '(', ')', '[', ']', '"', "'", '.', '..', ',', ':', ' ', '\n', '\t', '=', '-', '1'],
  ['##', '#*', '*#', '#[[', ']]#', '$n', '$m.a', '$s.length()', '${n}', '$!n', '$l[0]', 'a', 'end', 'if', 'é', '5'],
  ['#if($t)', '#else', '#end', '#set($v = ', '#set($v = 1)', '#foreach($x in $l)', '#define($d1)', '#stop', '#break'],
  ['#{end}', '#{else}', '#macro(q)', '#q()', '#@q()', '$d1', '\\$n', '\\#if', '&&', '==', 'true', 'in', '2.5'],
].flat()

/** Pieces of the language in any order, for the lexer: most templates are refused, and both must refuse the same. */
const soup = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(''))

/** A template and what it is rendered with. */
export const templateCase: fc.Arbitrary<TemplateCase> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: soup },
    ),
    fc.oneof({ weight: 3, arbitrary: order }, { weight: 1, arbitrary: payload }),
  )
  .map(([template, body]) => ({ template: PREAMBLE + template, input: { body, ...SURROUNDINGS } }))

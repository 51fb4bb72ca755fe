import fc from 'fast-check'
import { NAMES } from './documents.js'

// The variables that every template sets first (see template-grammar.ts), and a few that come and go.
const VARIABLES = [
  'v',
  'w',
  'item',
  'root',
  's',
  'n',
  'd',
  'l',
  'm',
  't',
  'b',
  'foreach',
  'velocityCount',
  'none',
  'x-y',
]

export const variableName: fc.Arbitrary<string> = fc.constantFrom(...VARIABLES)
const property = fc.constantFrom(
  ...NAMES,
  'empty',
  'Name',
  'length',
  'bytes',
  'class-name',
  'count',
  'hasNext',
  'index',
)

const string = fc.constantFrom(
  ...[
    ['"t"', "'s'", '"in $v"', '"$!{n}x"', '"#if($t)y#end"', '"a""b"', "'it''s'", '"\\u0041"', '"\\n"', "'$v'", '""'],
    ['"$"', '"#"', '"$n#$d"', '"a,b;c"', '"12"', '"1.50"', '"## x"', '"\\$v"', '"ÄÖü"', "'[0-9]+'", '"a.c"', '"{}"'],
  ].flat(),
)
const number = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '1', '2', '3', '-1', '7', '10') },
  fc.constantFrom('2147483647', '-2147483648', '2147483648', '9223372036854775807', '-9223372036854775808'),
  fc.constantFrom('9223372036854775808', '99999999999999999999', '007', '-0'),
  fc.constantFrom(
    '2.5',
    '.5',
    '-1.5',
    '10.00',
    '1e3',
    '1.0E10',
    '0.1',
    '1.0e-5',
    '3.',
    '123456789.125',
    '-0.0',
    '1e400',
  ),
)
const literal = fc.oneof(number, string, fc.constantFrom('true', 'false', '[]', '{}', '[1..3]', '[3..1]', '[$n..$v]'))

/** Methods by name with the kinds of their arguments: s a string, n a number, a anything. */
const METHODS = [
  ['length', 'isEmpty', 'trim', 'toUpperCase', 'toLowerCase', 'hashCode', 'toString', 'intern', 'isBlank', 'strip'],
  ['equals:a', 'equalsIgnoreCase:s', 'contains:a', 'startsWith:s', 'startsWith:sn', 'endsWith:s', 'concat:s'],
  ['indexOf:a', 'indexOf:sn', 'lastIndexOf:a', 'lastIndexOf:sn', 'substring:n', 'substring:nn', 'charAt:n'],
  ['replace:ss', 'replaceAll:ss', 'replaceFirst:ss', 'split:s', 'split:sn', 'matches:s', 'compareTo:a', 'repeat:n'],
  ['compareToIgnoreCase:s', 'subSequence:nn', 'codePointAt:n', 'valueOf:a', 'join:sa', 'regionMatches:nsnn'],
  ['size', 'get:a', 'get:n', 'add:a', 'add:na', 'addAll:a', 'set:na', 'remove:a', 'remove:n', 'clear', 'subList:nn'],
  ['containsAll:a', 'removeAll:a', 'retainAll:a', 'iterator', 'toArray', 'put:sa', 'put:aa', 'putAll:a', 'keySet'],
  ['values', 'entrySet', 'containsKey:a', 'containsValue:a', 'getOrDefault:aa', 'putIfAbsent:aa', 'replace:aa'],
  ['intValue', 'longValue', 'doubleValue', 'parseInt:s', 'parseLong:s', 'parseDouble:s', 'toHexString:n', 'max:nn'],
  ['min:nn', 'abs', 'signum:n', 'compare:nn', 'getKey', 'getValue', 'count', 'none:a', 'format:sa', 'toString:n'],
].flat()

interface Grammar {
  readonly expression: string
  readonly reference: string
  readonly value: string
  readonly step: string
}

const OPERATORS = ['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||', 'and', 'or', 'eq', 'lt', 'ge']

function methodCall(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const kinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
    s: fc.oneof(string, value),
    n: fc.oneof(number, value),
    a: value,
  }
  return fc.constantFrom(...METHODS).chain((method) => {
    const [name, args = ''] = method.split(':')
    const values = fc.tuple(...args.split('').map((kind) => kinds[kind] ?? value))
    return fc.tuple(values, fc.constantFrom(', ', ',')).map(([parts, comma]) => `.${name}(${parts.join(comma)})`)
  })
}

// Only paths whose meaning is the same in all versions of Jayway: the others are compared by themselves.
const PATHS = [
  '$',
  '$.a',
  '$.b',
  '$.items',
  '$.items[0]',
  '$.items[0].a',
  '$.tags[1]',
  "$['name']",
  '$.none',
  '$.a.b',
  '$..',
]
const path = fc.constantFrom(...PATHS)

const serviceCall = fc.oneof(
  path.map((one) => `$input.path("${one}")`),
  path.map((one) => `$input.json("${one}")`),
  fc.constantFrom(
    ...[
      [
        '$input.body',
        "$input.params('a')",
        "$input.params('none')",
        '$input.params().querystring.a',
        '$input.params()',
      ],
      ["$input.params().header.get('Host')", '$input.params', '$context.stage', '$context.none', '$context.keySet()'],
      ['$stageVariables.table', "$stageVariables['url']", '$stageVariables', '$util', "$util.urlEncode('a b&é~*')"],
      ["$util.urlDecode('a+b%C3%A9')", "$util.base64Encode('é')", "$util.base64Decode('w6k=')", '$context'],
      ['$util.parseJson(\'{"a": [1, 2.0]}\').a', '$util.escapeJavaScript($s)', '$util.escapeJavaScript($input.body)'],
    ].flat(),
  ),
)

const grammar = fc.letrec<Grammar>((tie: fc.LetrecTypedTie<Grammar>) => {
  const step = fc.oneof(
    { weight: 4, arbitrary: property.map((one) => `.${one}`) },
    { weight: 4, arbitrary: methodCall(tie('value')) },
    { weight: 2, arbitrary: tie('value').map((one) => `[${one}]`) },
  )
  const entry = fc.tuple(fc.oneof(string, number, tie('reference')), tie('value')).map((pair) => pair.join(': '))
  return {
    step,
    reference: fc
      .tuple(variableName, fc.constantFrom('$', '$', '$', '$!', '${', '$!{'), fc.array(tie('step'), { maxLength: 2 }))
      .map(([name, open, steps]) => `${open}${name}${steps.join('')}${open.endsWith('{') ? '}' : ''}`),
    // What may stand as an argument, in an index or in a list: no operators.
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: literal },
      { weight: 3, arbitrary: tie('reference') },
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.array(entry, { maxLength: 2 }).map((entries) => `{${entries.join(', ')}}`),
      serviceCall,
    ),
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: tie('value') },
      fc.tuple(tie('expression'), fc.constantFrom(...OPERATORS), tie('expression')).map((parts) => parts.join(' ')),
      tie('expression').map((one) => `(${one})`),
      tie('expression').map((one) => `!${one}`),
    ),
  }
})

export const expression: fc.Arbitrary<string> = grammar.expression
export const reference: fc.Arbitrary<string> = fc.oneof({ weight: 3, arbitrary: grammar.reference }, serviceCall)
export const step: fc.Arbitrary<string> = grammar.step

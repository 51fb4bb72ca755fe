import fc from 'fast-check'

/** Names that payloads, templates and paths share, so that most look-ups find something. */
export const NAMES = ['a', 'b', 'items', 'name', 'size', 'tags'] as const

/** The same, and names that need brackets or mean something to JavaScript. */
const ALL_NAMES = [...NAMES, 'x-y', 'é', 'my key', "it's", '2', '10', '1', '__proto__', 'constructor', 'length', '']

export const name: fc.Arbitrary<string> = fc.constantFrom(...NAMES)
export const anyName: fc.Arbitrary<string> = fc.oneof({ weight: 4, arbitrary: name }, fc.constantFrom(...ALL_NAMES))

/** A scalar as JSON text: how a number is written counts. */
const scalar = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '""', '"text"', '"a,b,c"', '"12"', '"-0.5"', '"a/b"', '"$.a"', '"[1]"'),
  fc.constantFrom('0', '1', '2', '-7', '1.5', '10.00', '-0.0', '1e3', '1.25E-7', '0.1', '100000.125', '12345678.9'),
  fc.constantFrom('2147483647', '2147483648', '9007199254740993', '9223372036854775807', '9223372036854775808'),
  fc.constantFrom('1e21', '0.1234567890123456789', '"it\'s \\"q\\" \\\\ /"', '"é€\\n\\t"', '"\\u0001\\u2028"', '"😀"'),
)

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    objectOf(tie('value'), 4),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  ),
}))

function objectOf(field: fc.Arbitrary<string>, maxKeys: number): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(anyName, field), { maxLength: maxKeys, selector: ([key]) => key })
    .map((fields) => `{${fields.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`)
}

/**
 * A payload: JSON text, an object as a rule. Never a lone scalar: the library behind the reference refuses `null`, which
 * the service does not.
 */
export const payload: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: objectOf(value, 6) },
  { weight: 1, arbitrary: fc.array(value, { maxLength: 4 }).map((items) => `[${items.join(',')}]`) },
)

/** A payload in which the usual names lead somewhere, so that templates have something to work on. */
export const order: fc.Arbitrary<string> = fc
  .tuple(value, value, value, fc.array(objectOf(value, 3), { maxLength: 4 }), value)
  .map(
    ([a, b, name, items, size]) =>
      `{"a":${a},"b":${b},"name":${name},"items":[${items.join(',')}],"size":${size},"tags":["x","y","x"],"big":0.30000000000000004}`,
  )

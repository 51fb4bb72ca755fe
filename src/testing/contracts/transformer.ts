import type { Transformer, TransformInput } from '../../transformer/types.js'
import { assertSame, type ContractTest } from './contract.js'

/** A transformer under test, with a template that it takes. */
export interface TransformerSubject {
  readonly transformer: Transformer
  readonly template: string
  /** A template that is none; left out, the test of it is passed over. */
  readonly faulty?: string
}

/**
 * What every transformer must do, as tests for any framework:
 * `for (const test of transformerContract(() => subject)) it(test.name, test.run)`.
 */
export function transformerContract(create: () => TransformerSubject): ContractTest[] {
  return TESTS.map(({ name, check }) => ({ name, run: () => Promise.resolve(create()).then(check) }))
}

const input = (body: string, side: TransformInput['side'] = 'request'): TransformInput =>
  Object.freeze({
    side,
    body,
    parameters: Object.freeze({ path: {}, querystring: {}, header: {} }),
    context: () => undefined,
    stageVariables: Object.freeze({}),
  })

const BODIES = ['', '{}', '{"a":[1,{"b":null}]}', '<a/>', 'a=1&b=2', '\u0000', '💥', '{"__proto__":{"x":1}}']

const TESTS: ReadonlyArray<{ readonly name: string; readonly check: (subject: TransformerSubject) => void }> = [
  {
    name: 'gives text, or fails with an error, for every payload and on both sides',
    check: ({ transformer, template }) => {
      const transform = transformer.compile(template)
      for (const body of BODIES)
        for (const side of ['request', 'response'] as const) tryOut(transform, input(body, side))
    },
  },
  {
    name: 'renders the same payload the same way, also after another one',
    check: ({ transformer, template }) => {
      const transform = transformer.compile(template)
      const first = tryOut(transform, input('{"a":1}'))
      tryOut(transform, input('{"b":2}'))
      assertSame(tryOut(transform, input('{"a":1}')), first, 'the second rendering')
    },
  },
  {
    name: 'refuses a template that is none when it is compiled',
    check: ({ transformer, faulty }) => {
      if (faulty === undefined) return
      try {
        transformer.compile(faulty)
      } catch {
        return
      }
      throw new Error('compile() took a template that is none')
    },
  },
  {
    name: 'pollutes nothing',
    check: ({ transformer, template }) => {
      tryOut(
        transformer.compile(template),
        input('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
      )
      if ('polluted' in {}) throw new Error('Object.prototype was changed')
    },
  },
]

function tryOut(transform: (input: TransformInput) => string, value: TransformInput): string {
  let text: unknown
  try {
    text = transform(value)
  } catch (error) {
    if (error instanceof Error) return `failed: ${error.message}`
    throw new Error('A transform failed with something that is no Error', { cause: error })
  }
  if (typeof text !== 'string') throw new Error(`A transform gave a ${typeof text}, not text`)
  return text
}

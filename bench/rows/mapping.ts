// Row 4: a mapping template of 34 lines, its payload parsed already.
import { Compile, parse } from 'velocityjs'
import { createTemplateContext, parseTemplate } from '../../src/transformer/template/index.js'
import { escapeJavaScript } from '../../src/transformer/template/objects/util.js'
import { compare, type ComparisonResult } from '../harness.js'
import { mediumCase } from '../templates-cases.js'

const BY_HAND = 'by hand'
const OURS = 'ours'
const REUSED = 'velocityjs, reused renderer'
const AFRESH = 'velocityjs, parse and render'

export async function mapping(): Promise<ComparisonResult[]> {
  const given = mediumCase()
  const document: unknown = JSON.parse(given.body)
  const values = new Map(Object.entries(given.context))
  const scope = {
    input: { body: given.body, params: { path: {}, querystring: {}, header: {} } },
    context: createTemplateContext({ get: (name) => values.get(name), keys: () => values.keys() }),
    stageVariables: given.stageVariables,
    variables: { root: document },
  }
  const ours = parseTemplate(given.readyTemplate)
  if (ours.render(scope) !== given.byHand(document)) throw new Error('The template gives another text than the hand')
  const theirs = new Compile(parse(given.readyTemplate))
  const context = (): Record<string, unknown> => ({
    root: document,
    context: given.context,
    stageVariables: given.stageVariables,
    util: { escapeJavaScript },
  })
  // A character of the text forces it into one piece, as a body that is sent would be.
  const whole = (text: string): number => text.charCodeAt(text.length >> 1)
  const result = await compare({
    name: '4. Mapping template, 34 lines',
    candidates: {
      [BY_HAND]: () => whole(given.byHand(document)),
      [OURS]: () => whole(ours.render(scope)),
      [REUSED]: () => whole(theirs.render(context())),
      [AFRESH]: () => whole(new Compile(parse(given.readyTemplate)).render(context())),
    },
    targets: [
      { row: '4', candidate: OURS, over: BY_HAND, most: 3 },
      { row: '4', candidate: OURS, over: REUSED, most: 1 / 10 },
      { row: '4', candidate: OURS, over: AFRESH, most: 1 / 70 },
    ],
  })
  return [result]
}

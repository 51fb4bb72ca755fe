import type { IntegrationDefinition, IntegrationResponseDefinition, Method, RestApi } from '../api/model.js'
import { getField, isObject } from '../json/json-value.js'
import { parseJson } from '../json/parse-json.js'
import { compileJavaRegex } from '../regex/java-regex.js'
import type { ChangeList } from './change-list.js'
import { modelSource } from './diff-models.js'
import {
  type Rendered,
  renderRequest,
  renderResponse,
  sampleContext,
  type SampleRequest,
  type SampleStage,
  textOf,
} from './render-sample.js'
import { readBoth, samplesOf } from './route-samples.js'
import { sameValue } from './same-value.js'
import { sampleValue } from './sample-value.js'
import type { ContractSample } from './types.js'

/** A method, its API, and the stage that it is on. */
export interface MethodState {
  readonly method: Method
  readonly api: RestApi
  readonly path: string
  readonly stage: SampleStage
}

/**
 * Renders the templates of both states for the same requests. Of a mock only what the client gets counts; of a back end
 * also what it is sent.
 */
export function diffTemplates(
  list: ChangeList,
  before: MethodState,
  after: MethodState,
  given: readonly ContractSample[],
): void {
  const [old, now] = [before.method.integration, after.method.integration]
  if (old === undefined || now === undefined || old.type !== now.type || now.type.endsWith('_PROXY')) return
  if (!hasTemplates(old) && !hasTemplates(now) && old.passthroughBehavior === now.passthroughBehavior) return
  const report = createOutputReport(list, now.pointer)
  for (const sample of samplesFor(before, after, given)) {
    const [oldRequest, newRequest] = readBoth(sample, [before.stage, after.stage])
    if (now.type === 'MOCK') {
      report('answer', sample, mockAnswer(old, oldRequest), mockAnswer(now, newRequest))
      continue
    }
    const rendered = [requestOf(old, oldRequest), requestOf(now, newRequest)] as const
    report('request', sample, ...rendered)
    if (rendered[1].kind !== 'refused') diffAnswers(report, [before, old, oldRequest], [after, now, newRequest], sample)
  }
}

function hasTemplates({ requestTemplates, integrationResponses }: IntegrationDefinition): boolean {
  return requestTemplates.size > 0 || integrationResponses.some(({ responseTemplates }) => responseTemplates.size > 0)
}

// Stands for the content types that no template is for.
const OTHER_TYPE = 'application/octet-stream'

function samplesFor(
  before: MethodState,
  after: MethodState,
  given: readonly ContractSample[],
): readonly ContractSample[] {
  const integrations = [before.method.integration, after.method.integration]
  return samplesOf({
    given,
    contentTypes: [...integrations.flatMap((one) => [...(one?.requestTemplates.keys() ?? [])]), OTHER_TYPE],
    accepts: integrations.flatMap((one) =>
      (one?.integrationResponses ?? []).flatMap(({ responseTemplates }) => [...responseTemplates.keys()]),
    ),
    parameters: [...before.method.requestParameters.keys(), ...after.method.requestParameters.keys()],
    path: after.path,
    models: before.api.models,
    requestModels: before.method.requestModels,
  })
}

function requestOf(integration: IntegrationDefinition, sample: SampleRequest): Rendered {
  return renderRequest(integration.requestTemplates, integration.passthroughBehavior, sample, sampleContext())
}

/** What a client gets of a mock: its request template says the status, which chooses the answer. */
function mockAnswer(integration: IntegrationDefinition, sample: SampleRequest): Rendered {
  const context = sampleContext()
  const request = renderRequest(integration.requestTemplates, integration.passthroughBehavior, sample, context)
  if (request.kind === 'refused' || request.kind === 'failed') return request
  const status = statusOf(request.text)
  if (status === undefined) return { kind: 'failed', text: 'The request template gives no status.' }
  const response = integration.integrationResponses.find(
    ({ selectionPattern }) => selectionPattern !== undefined && matches(selectionPattern, status),
  )
  const chosen = response ?? integration.integrationResponses.find(({ selectionPattern }) => !selectionPattern)
  if (chosen === undefined) return { kind: 'failed', text: `No integration response fits the status ${status}.` }
  const answer = renderResponse(chosen.responseTemplates, '', sample, context)
  return { ...answer, overrides: { status: chosen.statusCode, ...Object(answer.overrides) } }
}

// As the mock reads it; `undefined` where it fails.
function statusOf(text: string): string | undefined {
  try {
    const value = parseJson(text)
    const status = isObject(value) ? getField(value, 'statusCode') : undefined
    return typeof status === 'number' && Number.isInteger(status) ? String(status) : undefined
  } catch {
    return undefined
  }
}

function matches(pattern: string, text: string): boolean {
  try {
    return pattern !== '' && compileJavaRegex(pattern).matches(text)
  } catch {
    return false
  }
}

type Answering = readonly [MethodState, IntegrationDefinition, SampleRequest]

// Each answer by its pattern: which one a back end chooses cannot be known, what each makes of an answer can.
function diffAnswers(report: OutputReport, before: Answering, after: Answering, sample: ContractSample): void {
  const [state, old, oldRequest] = before
  const [, now, newRequest] = after
  for (const response of old.integrationResponses) {
    const other = now.integrationResponses.find(
      ({ selectionPattern }) => selectionPattern === response.selectionPattern,
    )
    if (other === undefined) continue
    for (const answer of answersOf(state, response, oldRequest)) {
      const [one, two] = [
        renderResponse(response.responseTemplates, answer, oldRequest, sampleContext()),
        renderResponse(other.responseTemplates, answer, newRequest, sampleContext()),
      ]
      report('answer', sample, one, two)
    }
  }
}

function answersOf(
  { api, method }: MethodState,
  { statusCode }: IntegrationResponseDefinition,
  { answer }: SampleRequest,
): string[] {
  const some = '{"sample":"sample","id":1,"message":"sample","items":[{"id":1}]}'
  if (answer !== undefined) return [answer]
  const name = method.methodResponses.get(statusCode)?.responseModels.get('application/json')
  if (name === undefined) return [some]
  return [some, textOf(sampleValue(modelSource(api.models, name), 'all'))]
}

/** Reports a difference of two outputs. */
export type OutputReport = (
  what: 'request' | 'answer',
  sample: ContractSample,
  before: Rendered,
  after: Rendered,
) => void

/** Makes a report of outputs that tells each kind of difference once: one sample is enough to show it. */
export function createOutputReport(list: ChangeList, pointer: string): OutputReport {
  const seen = new Set<string>()
  return (what, { body, headers }, before, after) => {
    if (isSameOutput(before, after)) return
    const [effect, rule, says] = outputRule(before, after)
    const key = `${what} ${rule}`
    if (seen.has(key)) return
    seen.add(key)
    const side = what === 'request' ? 'what the back end is sent' : 'the answer'
    const type = headers?.['Content-Type'] ?? 'application/json'
    const message = `For a body of ${type}, ${JSON.stringify(textOf(body).slice(0, 80))}, ${side} ${says}.`
    list.add(effect, rule, { message, before: shown(before), after: shown(after), pointer })
  }
}

// A payload that passes is the same as one that a template gives as it came.
function isSameOutput(before: Rendered, after: Rendered): boolean {
  const isPayload = [before, after].every(({ kind }) => kind === 'rendered' || kind === 'passed')
  return sameValue(
    isPayload ? { ...before, kind: 'rendered' } : before,
    isPayload ? { ...after, kind: 'rendered' } : after,
  )
}

// Of two kinds of trouble the one that is met first.
function outputRule(before: Rendered, after: Rendered): readonly ['breaking' | 'safe', string, string] {
  if (before.kind !== after.kind) {
    if (after.kind === 'refused') return ['breaking', 'passthrough/refused', 'is a refusal with 415']
    if (before.kind === 'refused') return ['safe', 'passthrough/accepted', 'is no refusal any longer']
    if (after.kind === 'failed') return ['breaking', 'template/fails', 'is a failure of the template']
    if (before.kind === 'failed') return ['safe', 'template/no-longer-fails', 'is no failure any longer']
  }
  if (before.kind === 'failed') return ['safe', 'template/fails-otherwise', 'is another failure']
  if (isSameJson(before, after)) return ['safe', 'template/format-changed', 'is the same JSON, written otherwise']
  return ['breaking', 'template/output-changed', 'is another']
}

function isSameJson(before: Rendered, after: Rendered): boolean {
  const { text: _, kind: _kind, ...one } = before
  const { text: __, kind: __kind, ...other } = after
  if (!sameValue(one, other)) return false
  try {
    return sameValue(JSON.parse(before.text), JSON.parse(after.text))
  } catch {
    return false
  }
}

function shown({ text, overrides, contentType }: Rendered): unknown {
  return {
    text,
    ...(contentType !== undefined && { contentType }),
    ...(overrides !== undefined && { overrides }),
  }
}

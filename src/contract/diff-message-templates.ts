import type { WebSocketApi, WebSocketIntegration, WebSocketRoute } from '../api/websocket-model.js'
import type { ChangeList } from './change-list.js'
import { modelSource } from './diff-models.js'
import { createOutputReport, type OutputReport } from './diff-templates.js'
import { pairedSamples } from './paired-samples.js'
import { renderTemplate, sampleContext, type SampleRequest, type SampleStage } from './render-sample.js'
import { readBoth } from './route-samples.js'
import { sampleValue } from './sample-value.js'
import type { ContractSample, DiffOptions } from './types.js'

/** What stands behind a route of a WebSocket API. */
export interface MessageState {
  readonly route: WebSocketRoute
  readonly api: WebSocketApi
  readonly integration: WebSocketIntegration
  readonly stage: SampleStage
}

/** Renders the templates of both states for the same messages, each with the template of the same key. */
export function diffMessageTemplates(
  list: ChangeList,
  before: MessageState,
  after: MessageState,
  options: DiffOptions,
): void {
  const [old, now] = [before.integration, after.integration]
  if (old.integrationType !== now.integrationType || now.integrationType.endsWith('_PROXY')) return
  const { pointer } = now
  if (old.templateSelectionExpression !== now.templateSelectionExpression) {
    const details = { before: old.templateSelectionExpression, after: now.templateSelectionExpression, pointer }
    list.breaking('template/selection-changed', { message: 'Messages take other templates.', ...details })
  }
  const report = createOutputReport(list, pointer)
  const keys = { before: { key: before.route.routeKey }, after: { key: after.route.routeKey } }
  for (const sample of [...pairedSamples(options, keys), ...messagesOf(before)]) {
    const read = readBoth(sample, [before.stage, after.stage])
    diffTemplateMaps(list, report, 'request', [old.requestTemplates, now.requestTemplates], read, sample, pointer)
    for (const [key, response] of old.integrationResponses) {
      const other = now.integrationResponses.get(key)
      if (other === undefined) continue
      const maps = [response.responseTemplates, other.responseTemplates] as const
      diffTemplateMaps(list, report, 'answer', maps, read, sample, other.pointer)
    }
  }
}

function messagesOf({ route, api }: MessageState): ContractSample[] {
  const bodies: unknown[] = [{ action: route.routeKey, sample: 'sample', id: 1 }]
  for (const name of route.requestModels.values()) bodies.push(sampleValue(modelSource(api.models, name), 'all'))
  return bodies.map((body) => ({ body }))
}

function diffTemplateMaps(
  list: ChangeList,
  report: OutputReport,
  what: 'request' | 'answer',
  [before, after]: readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>],
  [one, other]: readonly [SampleRequest, SampleRequest],
  sample: ContractSample,
  pointer: string,
): void {
  const side = what === 'answer' ? 'response' : 'request'
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)]
    if (old !== undefined && now !== undefined) {
      const body = (read: SampleRequest): string => (what === 'answer' ? (read.answer ?? read.body) : read.body)
      report(
        what,
        sample,
        renderTemplate({ contentType: key, template: old }, side, one, body(one), sampleContext()),
        renderTemplate({ contentType: key, template: now }, side, other, body(other), sampleContext()),
      )
      continue
    }
    const message = `The template ${key} is ${now === undefined ? 'gone' : 'new'}.`
    const isKnown = list.changes.some(
      ({ rule, message: said }) => rule === 'template/selection-changed' && said === message,
    )
    if (!isKnown) list.breaking('template/selection-changed', { message, before: old, after: now, pointer })
  }
}

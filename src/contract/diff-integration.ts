import type { IntegrationDefinition, IntegrationResponseDefinition } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { diffHeaderMappings } from './diff-headers.js'
import { sameValue } from './same-value.js'

/** Compares what stands behind a method, but for its templates. */
export function diffIntegrations(
  list: ChangeList,
  before: IntegrationDefinition | undefined,
  after: IntegrationDefinition | undefined,
): void {
  if (before === undefined || after === undefined) return
  diffKind(list, before, after)
  diffTimeout(list, before.timeoutInMillis, after.timeoutInMillis, after.pointer)
  diffContentHandling(list, 'request', before.contentHandling, after.contentHandling, after.pointer)
  diffMoreSettings(list, before, after)
  // A proxy answers what its back end answers.
  if (!before.type.endsWith('_PROXY') && !after.type.endsWith('_PROXY')) diffIntegrationResponses(list, before, after)
}

function diffKind(list: ChangeList, before: IntegrationDefinition, after: IntegrationDefinition): void {
  const { pointer } = after
  if (before.type !== after.type) {
    const message = `The integration is ${after.type} in place of ${before.type}.`
    list.safe('integration/type-changed', { message, before: before.type, after: after.type, pointer })
  }
  diffTarget(list, targetOf(before), targetOf(after), pointer)
}

function targetOf(integration: IntegrationDefinition): Readonly<Record<string, unknown>> {
  const { uri, httpMethod, credentials, connectionType, connectionId, integrationTarget } = integration
  return { uri, httpMethod, credentials, connectionType, connectionId, integrationTarget }
}

/** Reports another back end, or another way to it: no client sees it. */
export function diffTarget(
  list: ChangeList,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  pointer: string,
): void {
  const changed = Object.keys(after).filter((name) => !sameValue(before[name], after[name]))
  if (changed.length === 0) return
  const pick = (from: Readonly<Record<string, unknown>>): unknown =>
    Object.fromEntries(changed.map((name) => [name, from[name]]))
  const message = `The back end is reached otherwise: ${changed.join(', ')}.`
  list.safe('integration/target-changed', { message, before: pick(before), after: pick(after), pointer })
}

/** Reports another time limit: with a lower one, answers that came late are 504 now. */
export function diffTimeout(list: ChangeList, before: number, after: number, pointer: string): void {
  if (before === after) return
  const lowered = after < before
  const message = `The back end has ${after} ms to answer, it had ${before}.`
  const rule = lowered ? 'integration/timeout-lowered' : 'integration/timeout-raised'
  list.add(lowered ? 'breaking' : 'safe', rule, { message, before, after, pointer })
}

function diffContentHandling(
  list: ChangeList,
  side: 'request' | 'response',
  before: string | undefined,
  after: string | undefined,
  pointer: string,
): void {
  if (before === after) return
  const message = `The ${side} is converted otherwise: ${after ?? 'as it comes'}, it was ${before ?? 'as it came'}.`
  list.breaking(`content-handling/${side}-changed`, { message, before, after, pointer })
}

function diffMoreSettings(list: ChangeList, before: IntegrationDefinition, after: IntegrationDefinition): void {
  const { pointer } = after
  diffRequestMappings(list, before.requestParameters, after.requestParameters, pointer)
  if (before.responseTransferMode !== after.responseTransferMode) {
    const message = `Answers are ${after.responseTransferMode === 'STREAM' ? 'streamed' : 'buffered'} now.`
    const details = { before: before.responseTransferMode, after: after.responseTransferMode, pointer }
    list.safe('integration/transfer-mode-changed', { message, ...details })
  }
  if (!sameValue(before.tlsConfig, after.tlsConfig)) {
    const weaker = after.tlsConfig?.insecureSkipVerification === true
    const details = { before: before.tlsConfig, after: after.tlsConfig, pointer }
    const message = 'The certificate of the back end is checked otherwise.'
    list.safe('integration/tls-changed', { message, ...details, ...(weaker && { security: 'weaker' as const }) })
  }
  const [keys, others] = [cacheKeyOf(before), cacheKeyOf(after)]
  if (!sameValue(keys, others)) {
    const message = 'Cached answers are told apart by other parameters.'
    list.safe('cache/key-changed', { message, before: keys, after: others, pointer })
  }
}

function cacheKeyOf({ cacheKeyParameters }: IntegrationDefinition): readonly string[] {
  return cacheKeyParameters.toSorted()
}

/** Reports other parameters for the back end: no client sees it. */
export function diffRequestMappings(
  list: ChangeList,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  pointer: string,
): void {
  if (sameValue(before, after)) return
  const details = { before: Object.fromEntries(before), after: Object.fromEntries(after), pointer }
  list.safe('integration/request-mapping-changed', { message: 'The back end gets other parameters.', ...details })
}

function diffIntegrationResponses(list: ChangeList, before: IntegrationDefinition, after: IntegrationDefinition): void {
  const [old, now] = [byPattern(before), byPattern(after)]
  for (const [pattern, response] of old) {
    const other = now.get(pattern)
    if (other === undefined) {
      const message = `Answers of the back end that match ${pattern} are answered otherwise.`
      list.breaking('integration-response/removed', { message, before: response.statusCode, pointer: response.pointer })
    } else diffIntegrationResponse(list, response, other, pattern)
  }
  for (const [pattern, response] of now) {
    if (old.has(pattern)) continue
    const message = `Answers of the back end that match ${pattern} become ${response.statusCode}.`
    list.breaking('integration-response/added', { message, after: response.statusCode, pointer: response.pointer })
  }
}

function byPattern({ integrationResponses }: IntegrationDefinition): Map<string, IntegrationResponseDefinition> {
  return new Map(integrationResponses.map((response) => [response.selectionPattern || 'default', response]))
}

function diffIntegrationResponse(
  list: ChangeList,
  before: IntegrationResponseDefinition,
  after: IntegrationResponseDefinition,
  pattern: string,
): void {
  const { pointer } = after
  if (before.statusCode !== after.statusCode) {
    const message = `Answers of the back end that match ${pattern} become ${after.statusCode}, they became ${before.statusCode}.`
    const details = { before: before.statusCode, after: after.statusCode, pointer }
    list.breaking('integration-response/status-changed', { message, ...details })
  }
  diffContentHandling(list, 'response', before.contentHandling, after.contentHandling, pointer)
  diffHeaderMappings(list, 'response', before.responseParameters, after.responseParameters, pointer)
}

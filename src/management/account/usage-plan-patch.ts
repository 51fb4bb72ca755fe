import { badRequest, notFound } from '../management-error.js'
import type { Draft, PatchCall, PatchTable, PatchTarget } from '../patch/patch-target.js'
import { integerValue, numberValue, textValue } from '../patch/values.js'
import { ownField, setField } from '../store/fields.js'
import type { ApiStageRecord, ThrottleRecord } from '../store/account-records.js'

function stagesIn(draft: Draft): readonly ApiStageRecord[] {
  return draft['apiStages'] as readonly ApiStageRecord[]
}

function changeStages(draft: Draft, { op, value = '' }: PatchCall): void {
  const [apiId, stage] = value.split(':')
  if (apiId === undefined || apiId === '' || stage === undefined) throw badRequest('Invalid API Stage specified')
  const others = stagesIn(draft).filter((each) => each.apiId !== apiId || each.stage !== stage)
  if (op === 'remove' && others.length === stagesIn(draft).length) throw unknownStage(draft, apiId, stage)
  draft['apiStages'] = op === 'remove' ? others : [...others, { apiId, stage }]
}

function unknownStage(draft: Draft, apiId: string, stage: string): Error {
  return notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${String(draft['id'])}`)
}

type Throttles = Record<string, ThrottleRecord>

/** Changes the limits of one stage's methods; an empty map of them is none. */
function changeThrottle(
  change: (throttle: Throttles, call: PatchCall) => void,
): (draft: Draft, call: PatchCall) => void {
  return (draft, call) => {
    const [apiId = '', stage = ''] = (call.names[0] ?? '').split(':')
    const stages = stagesIn(draft)
    const held = stages.find((each) => each.apiId === apiId && each.stage === stage)
    if (held === undefined) throw unknownStage(draft, apiId, stage)
    const throttle: Throttles = { ...held.throttle }
    change(throttle, call)
    const { throttle: _before, ...bare } = held
    const changed = Object.keys(throttle).length === 0 ? bare : { ...bare, throttle }
    draft['apiStages'] = stages.map((each) => (each === held ? changed : each))
  }
}

function setLimit(limit: 'burstLimit' | 'rateLimit'): PatchTarget {
  return {
    path: `/apiStages/*/throttle/*/*/${limit}`,
    shown: `/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/${limit}`,
    ops: ['replace', 'add'],
    apply: changeThrottle((throttle, { names: [, path, method], value }) => {
      const key = `${path}/${method}`
      setField(throttle, key, { ...ownField(throttle, key), [limit]: numberValue(value, limit) ?? 0 })
    }),
  }
}

/** What UpdateUsagePlan takes; the paths to remove are in the order in which the service lists them (observed). */
export const USAGE_PLAN_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/apiStages', ops: ['add', 'remove'], apply: changeStages },
    { path: '/name', ops: ['replace'], value: textValue },
    { path: '/description', ops: ['replace'] },
    { path: '/quota/limit', ops: ['add', 'replace'], value: integerValue },
    { path: '/quota/offset', ops: ['add', 'replace'], value: integerValue },
    { path: '/quota/period', ops: ['add', 'replace'] },
    { path: '/quota', ops: ['remove'] },
    { path: '/throttle/rateLimit', ops: ['add', 'replace'], value: numberValue },
    { path: '/throttle/burstLimit', ops: ['add', 'replace'], value: integerValue },
    { path: '/throttle', ops: ['remove'] },
    { path: '/productCode', ops: ['add', 'replace', 'remove'] },
    {
      path: '/apiStages/*/throttle/*/*',
      shown: '/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>',
      ops: ['remove'],
      apply: changeThrottle((throttle, { names: [, path, method] }) => {
        delete throttle[`${path}/${method}`]
      }),
    },
    {
      path: '/apiStages/*/throttle',
      shown: '/apiStages/<apidId:stageName>/throttle',
      ops: ['remove'],
      apply: changeThrottle((throttle) => {
        for (const key of Object.keys(throttle)) delete throttle[key]
      }),
    },
    setLimit('rateLimit'),
    setLimit('burstLimit'),
  ],
}

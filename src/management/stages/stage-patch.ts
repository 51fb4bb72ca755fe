import { badRequest } from '../management-error.js'
import type { Draft, PatchCall, PatchTable } from '../patch/patch-target.js'
import { flagValue, numberValue, textValue } from '../patch/values.js'
import { ownField, setField } from '../store/fields.js'
import type { CanaryRecord } from '../store/records.js'
import { METHOD_SETTING_TARGETS } from './method-settings.js'

type Variables = Record<string, string>

// The service's list, as it is: some commas are missing (recorded).
const PATHS =
  '/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled'

function refuse({ path }: PatchCall): string {
  if (path.startsWith('/accessLogSettings'))
    return 'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]'
  return `Invalid method setting path: ${path}. Must be one of: [${PATHS}]`
}

/** The canary of a stage while it is patched; the first patch of one starts it, without traffic (recorded). */
function canaryIn(draft: Draft): Record<string, unknown> {
  const started = { percentTraffic: 0, deploymentId: draft['deploymentId'], useStageCache: false }
  const canary = (draft['canarySettings'] ?? started) as Record<string, unknown>
  draft['canarySettings'] = canary
  return canary
}

function canaryField(
  read: (value: string | undefined, field: string) => unknown,
): (draft: Draft, call: PatchCall) => void {
  return (draft, { path, value }) => {
    const field = path.slice('/canarySettings/'.length)
    canaryIn(draft)[field] = read(value, field)
  }
}

/** Sets a variable, or takes it away; one to replace need not be there (recorded). */
function changeVariable(holder: Record<string, unknown>, field: string, { op, names, value }: PatchCall): void {
  const variables = (holder[field] ?? {}) as Variables
  const name = names[0] ?? ''
  if (op === 'remove') delete variables[name]
  else setField(variables, name, value ?? '')
  if (Object.keys(variables).length === 0) delete holder[field]
  else holder[field] = variables
}

/** Copies from the canary to the stage, which makes what was tried the stage's own. */
function promote(read: (draft: Draft, canary: CanaryRecord) => void): (draft: Draft, call: PatchCall) => void {
  return (draft) => {
    const canary = ownField(draft, 'canarySettings') as CanaryRecord | undefined
    if (canary === undefined) throw badRequest('Promotion not available. Canary does not exist.')
    read(draft, canary)
  }
}

/** What UpdateStage takes. @see https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html */
export const STAGE_PATCH: PatchTable = {
  refusal: refuse,
  targets: [
    { path: '/deploymentId', ops: ['replace'], value: textValue },
    {
      path: '/deploymentId',
      ops: ['copy'],
      apply: promote((draft, { deploymentId }) => void (draft['deploymentId'] = deploymentId)),
    },
    { path: '/description', ops: ['replace'] },
    { path: '/cacheClusterEnabled', ops: ['replace'], value: flagValue },
    { path: '/cacheClusterSize', ops: ['replace'] },
    { path: '/clientCertificateId', ops: ['replace', 'remove'] },
    { path: '/documentationVersion', ops: ['replace', 'remove'] },
    { path: '/tracingEnabled', ops: ['replace'], value: flagValue },
    {
      path: '/variables/*',
      ops: ['add', 'replace', 'remove'],
      apply: (draft, call) => changeVariable(draft, 'variables', call),
    },
    {
      path: '/variables',
      ops: ['copy'],
      apply: promote((draft, { stageVariableOverrides }) => {
        const variables = { ...(draft['variables'] as Variables | undefined), ...stageVariableOverrides }
        if (Object.keys(variables).length > 0) draft['variables'] = variables
      }),
    },
    { path: '/accessLogSettings', ops: ['remove'] },
    { path: '/accessLogSettings/destinationArn', ops: ['add', 'replace', 'remove'] },
    { path: '/accessLogSettings/format', ops: ['add', 'replace', 'remove'] },
    { path: '/canarySettings', ops: ['remove'] },
    { path: '/canarySettings/deploymentId', ops: ['replace'], apply: canaryField(textValue) },
    {
      path: '/canarySettings/percentTraffic',
      ops: ['replace'],
      apply: canaryField((value, field) => numberValue(value, field) ?? 0),
    },
    { path: '/canarySettings/useStageCache', ops: ['replace'], apply: canaryField(flagValue) },
    {
      path: '/canarySettings/stageVariableOverrides/*',
      ops: ['add', 'replace', 'remove'],
      apply: (draft, call) => changeVariable(canaryIn(draft), 'stageVariableOverrides', call),
    },
    ...METHOD_SETTING_TARGETS,
  ],
}

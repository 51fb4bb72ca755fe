import { type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { flagValue } from '../patch/values.js'
import type { Input } from '../service-model/operations.js'
import { filled, present, someText } from '../store/fields.js'
import type { ApiKeyRecord } from '../store/account-records.js'
import { parseCsv } from './parse-csv.js'
import { subscribe } from './usage-plan-keys.js'

const API_KEY_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/name', ops: ['replace'] },
    { path: '/description', ops: ['replace'] },
    { path: '/enabled', ops: ['replace'], value: flagValue },
    { path: '/customerId', ops: ['replace'] },
    {
      path: '/stages',
      ops: ['add', 'remove'],
      apply: (draft, { op, value = '' }) => {
        const keys = draft['stageKeys'] as readonly string[]
        const others = keys.filter((key) => key !== value)
        draft['stageKeys'] = op === 'remove' ? others : [...others, value]
      },
    },
  ],
}

const VALUE_LENGTH = 40
const SHORTEST_VALUE = 20
const LONGEST_VALUE = 128

function apiKeyOf({ state }: Context, id: string): ApiKeyRecord {
  return found(state.apiKeys.get(id), 'Invalid API Key identifier specified')
}

/** A key as it is shown: its value only when it is asked for. */
function show(key: ApiKeyRecord, withValue = false): object {
  const { value: _value, ...others } = key
  return withValue ? key : others
}

interface NewKey extends Omit<Input<'CreateApiKey'>, 'stageKeys'> {
  readonly stageKeys?: readonly string[]
}

function add(input: NewKey, context: Context): ApiKeyRecord {
  const { apiKeys } = context.state
  const value = someText(input.value) ?? context.newId(VALUE_LENGTH)
  if (value.length < SHORTEST_VALUE) throw badRequest(`API Key value should be at least ${SHORTEST_VALUE} characters`)
  if (value.length > LONGEST_VALUE)
    throw badRequest(`API Key value exceeds maximum size of ${LONGEST_VALUE} characters`)
  if (apiKeys.values().some((key) => key.value === value)) throw conflict('API Key already exists')
  const id = context.newId(10)
  const now = context.now()
  return apiKeys.set(
    id,
    present({
      id,
      value,
      name: someText(input.name),
      customerId: someText(input.customerId),
      description: someText(input.description),
      // Recorded: a key is of no use until somebody enables it.
      enabled: input.enabled ?? false,
      createdDate: now,
      lastUpdatedDate: now,
      stageKeys: input.stageKeys ?? [],
      tags: filled(input.tags as Readonly<Record<string, string>> | undefined),
    }),
  )
}

function list(input: Input<'GetApiKeys'>, { state }: Context): object {
  const { nameQuery = '', customerId, includeValues } = input
  const keys = state.apiKeys
    .values()
    .filter((key) => (key.name ?? '').startsWith(nameQuery) && (customerId ?? key.customerId) === key.customerId)
  return pageOf(
    keys.map((key) => show(key, includeValues)),
    input,
  )
}

/** Columns of the file: Name, key, description, Enabled, usageplanIds, in any case and order (documented). */
function importKeys({ body, failOnWarnings }: Input<'ImportApiKeys'>, context: Context): object {
  const ids: string[] = []
  const warnings: string[] = []
  for (const row of parseCsv(body)) {
    const { name, key, description, enabled = 'true', usageplanids = '' } = row
    const added = add(present({ name, value: key, description, enabled: enabled.toLowerCase() === 'true' }), context)
    ids.push(added.id)
    for (const planId of usageplanids.split(/[,;\s]+/).filter((each) => each !== '')) {
      if (context.state.usagePlans.has(planId)) subscribe(context, planId, added.id)
      else warnings.push(`Usage plan ${planId} of the API key ${name ?? added.id} does not exist`)
    }
  }
  if (failOnWarnings === true && warnings.length > 0) throw badRequest(warnings.join('; '))
  return { ids, warnings }
}

/** The operations of API keys. */
export const apiKeyHandlers: Handlers<
  'CreateApiKey' | 'GetApiKey' | 'GetApiKeys' | 'UpdateApiKey' | 'DeleteApiKey' | 'ImportApiKeys'
> = {
  CreateApiKey: ({ stageKeys = [], ...input }, context) =>
    add({ ...input, stageKeys: stageKeys.map(({ restApiId, stageName }) => `${restApiId}/${stageName}`) }, context),
  GetApiKey: ({ apiKey, includeValue }, context) => {
    const key = apiKeyOf(context, apiKey)
    return { ...show(key, includeValue), tags: key.tags ?? {} }
  },
  GetApiKeys: list,
  UpdateApiKey: ({ apiKey, patchOperations }, context) => {
    const patched = applyPatch(apiKeyOf(context, apiKey), patchOperations, API_KEY_PATCH)
    const key = context.state.apiKeys.set(apiKey, { ...patched, lastUpdatedDate: context.now() })
    return { ...show(key), tags: key.tags ?? {} }
  },
  DeleteApiKey: ({ apiKey }, context) => {
    const { id } = apiKeyOf(context, apiKey)
    const { apiKeys, usagePlanKeys } = context.state
    apiKeys.delete(id)
    for (const { usagePlanId, keyId } of usagePlanKeys.values())
      if (keyId === id) usagePlanKeys.delete(`${usagePlanId}/${keyId}`)
  },
  ImportApiKeys: importKeys,
}

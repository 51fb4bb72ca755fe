import { createMemoryThrottle } from '../throttle/index.js'
import { systemClock } from '../runtime/clock.js'
import { consoleLogger, silentLogger } from '../runtime/console-logger.js'
import { createIdSource, type IdSource } from '../runtime/ids.js'
import { systemRandom } from '../runtime/random.js'
import { toUsagePlan } from './account/usage.js'
import { deployedApi } from './bridge/stage-config.js'
import { toRestApi } from './bridge/to-rest-api.js'
import type { Context } from './context.js'
import { handlerOf } from './handlers.js'
import { coerceMembers } from './input/coerce.js'
import { validateInput } from './input/validate.js'
import { ManagementError } from './management-error.js'
import { createIds } from './new-id.js'
import type { OperationName } from './service-model/operations.js'
import { createAccountState } from './store/state.js'
import { present } from './store/fields.js'
import { createInvoke } from './test-invoke/create-invoke.js'
import type { Management, ManagementAnswer, ManagementOptions } from './types.js'
import { createHandle } from './wire/handle.js'
import { createOperationTable, type WireOperation } from './wire/operation-table.js'

/**
 * Creates the service's own management API (apigateway, 2015-07-09) over an account that holds nothing: the calls that
 * SDKs, the AWS CLI and Terraform make, by name or on the wire.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
 *
 * @example
 * ```ts
 * import { createManagement } from 'postern/management'
 *
 * const { call } = createManagement()
 * const { output } = await call('CreateRestApi', { name: 'pets' })
 * output['name'] // 'pets'
 * ```
 */
export function createManagement(options: ManagementOptions = {}): Management {
  const ids = createIdSource(options.random ?? systemRandom)
  const context = createContext(options, ids)
  const { state } = context
  const table = createOperationTable()
  const run = (operation: WireOperation, given: Readonly<Record<string, unknown>>): Promise<ManagementAnswer> =>
    runOperation(operation, given, context, options.onChange)
  return {
    call: async (name, input) => {
      const operation = table.get(name)
      if (operation === undefined) throw unknownOperation(name)
      return run(operation, input)
    },
    handle: createHandle(
      () => table.all(),
      run,
      () => ids.requestId(ids.next()),
    ),
    apiIds: () => state.apis.values().map(({ id }) => id),
    restApi: (id) => {
      const api = state.apis.get(id)
      return api && toRestApi(api)
    },
    stageNames: (id) =>
      state.apis
        .get(id)
        ?.stages.values()
        .map(({ stageName }) => stageName) ?? [],
    deployed: (id, stageName) => {
      const api = state.apis.get(id)
      return api && deployedApi(api, stageName)
    },
    apiKeys: () => state.apiKeys.values().map(({ id, name, value, enabled }) => present({ id, name, value, enabled })),
    usagePlans: () => state.usagePlans.values().map((plan) => toUsagePlan(context, plan)),
  }
}

function createContext(
  { account, clock = systemClock, random = systemRandom, ...options }: ManagementOptions,
  ids: IdSource,
): Context {
  const { backEnds = {}, throttle = createMemoryThrottle() } = options
  const accountId = account?.id ?? '123456789012'
  const region = account?.region ?? 'us-east-1'
  const logger = backEnds.logger === false ? silentLogger : (backEnds.logger ?? consoleLogger)
  return {
    state: createAccountState(),
    clock,
    accountId,
    region,
    throttle,
    invoke: createInvoke(backEnds, { clock, random, ids, logger, accountId, region }),
    now: () => Math.floor(clock.now() / 1000),
    newId: createIds(random),
  }
}

// An operation that waits for something is one that changes no record, so the journal need only span what comes at once.
async function runOperation(
  operation: WireOperation,
  given: Readonly<Record<string, unknown>>,
  context: Context,
  onChange: ManagementOptions['onChange'],
): Promise<ManagementAnswer> {
  const handler = handlerOf(operation.name)
  if (handler === undefined) throw unknownOperation(operation.name)
  const input = coerceMembers(operation.members, given)
  validateInput(operation.members, input, (member) => operation.pathOf(member))
  const output = ((await context.state.journal.atomically(() => handler(input as never, context))) ??
    {}) as ManagementAnswer['output']
  if (operation.method !== 'GET') onChange?.({ operation: operation.name as OperationName, input, output })
  return { status: operation.status, output }
}

function unknownOperation(name: string): ManagementError {
  return new ManagementError('UnknownOperationException', `There is no operation ${name}`, 404)
}

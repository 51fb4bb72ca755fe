import { createChangeList } from './change-list.js'
import { diffHttpApis } from './diff-http-api.js'
import { diffRestApis } from './diff-rest-api.js'
import { diffStages } from './diff-stages.js'
import { diffWebSocketApis } from './diff-websocket-api.js'
import type { ContractApi, ContractChange, DiffOptions } from './types.js'

/**
 * Compares two states of an API as its clients see them. What was accepted must stay accepted, what was answered must stay
 * as it was: a change that may fail a client is `breaking`, every other one that can be noticed is `safe`.
 *
 * @param before what clients know
 * @param after what they will meet
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export function diffContracts(
  before: ContractApi,
  after: ContractApi,
  options: DiffOptions = {},
): readonly ContractChange[] {
  const list = createChangeList()
  const { stages = {} } = options
  if (before.protocolType === 'REST' && after.protocolType === 'REST') diffRestApis(list, before, after, options)
  else if (before.protocolType === 'HTTP' && after.protocolType === 'HTTP') diffHttpApis(list, before, after)
  else if (before.protocolType === 'WEBSOCKET' && after.protocolType === 'WEBSOCKET')
    diffWebSocketApis(list, before, after, options)
  else {
    const message = `The API is of the protocol ${after.protocolType} in place of ${before.protocolType}.`
    const details = { before: before.protocolType, after: after.protocolType, pointer: '' }
    list.breaking('api/protocol-changed', { message, ...details })
  }
  if (stages.before !== undefined && stages.after !== undefined) diffStages(list, stages.before, stages.after)
  return list.changes
}

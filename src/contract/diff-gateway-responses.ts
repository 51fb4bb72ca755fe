import type { GatewayResponseDefinition } from '../api/model.js'
import { GATEWAY_RESPONSE_DEFAULTS, type GatewayResponseType } from '../responses/types.js'
import type { ChangeList } from './change-list.js'
import { diffHeaderMappings } from './diff-headers.js'
import { sameValue } from './same-value.js'

/** Gateway responses by type. */
export type GatewayResponseDefinitions = ReadonlyMap<string, GatewayResponseDefinition>

/** Compares the answers that the gateway itself makes. A type without settings of its own takes those of its default. */
export function diffGatewayResponses(
  list: ChangeList,
  before: GatewayResponseDefinitions,
  after: GatewayResponseDefinitions,
): void {
  for (const type of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [effective(before, type), effective(after, type)]
    const pointer = now.pointer ?? old.pointer ?? ''
    if (old.statusCode !== now.statusCode) {
      const message = `${type} is answered with ${now.statusCode ?? 'its own status'}.`
      const details = { before: old.statusCode, after: now.statusCode, pointer }
      list.breaking('gateway-response/status-changed', { message, ...details })
    }
    if (!sameValue(old.responseTemplates, now.responseTemplates)) {
      list.breaking('gateway-response/body-changed', {
        message: `${type} is answered with another body.`,
        before: Object.fromEntries(old.responseTemplates),
        after: Object.fromEntries(now.responseTemplates),
        pointer,
      })
    }
    diffHeaderMappings(list, 'gateway-response', old.responseParameters, now.responseParameters, pointer)
  }
}

type Effective = Pick<GatewayResponseDefinition, 'responseParameters' | 'responseTemplates'> & {
  readonly statusCode: string | undefined
  readonly pointer: string | undefined
}

const NONE: ReadonlyMap<string, string> = new Map()
// What the service answers where no template is set.
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['application/json', '{"message":$context.error.messageString}'],
])

function effective(definitions: GatewayResponseDefinitions, type: string): Effective {
  const status = GATEWAY_RESPONSE_DEFAULTS[type as GatewayResponseType].statusCode
  const own = definitions.get(type) ?? definitions.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX')
  const isDefault = type.startsWith('DEFAULT_')
  const templates = own?.responseTemplates
  return {
    // The defaults stand for many types, each with a status of its own.
    statusCode: own?.statusCode ?? (isDefault ? undefined : String(status)),
    responseParameters: own?.responseParameters ?? NONE,
    responseTemplates: templates === undefined || templates.size === 0 ? BUILT_IN : templates,
    pointer: own?.pointer,
  }
}

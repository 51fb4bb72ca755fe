import type { Logger } from '../../runtime/logger.js'
import type { CredentialsProvider } from '../types.js'
import type { StepObserver } from '../../observe/observer.js'
import type { Authorizer, AuthorizerResults } from '../../authorizer/types.js'
import type { ResponseCache } from '../../cache/types.js'
import type { ConnectionStore } from '../../connections/types.js'
import type { Clock } from '../../runtime/clock.js'
import type { Random } from '../../runtime/random.js'
import type { StageResolver } from '../../stage/types.js'
import type { ThrottleStore } from '../../throttle/types.js'
import type { Transformer } from '../../transformer/types.js'
import { FUNCTION, type Schema } from './schema.js'

export const AUTHORIZER: Schema = { title: 'Authorizer', methods: ['authorize'] satisfies Array<keyof Authorizer> }
export const TRANSFORMER: Schema = { title: 'Transformer', methods: ['compile'] satisfies Array<keyof Transformer> }
export const STAGE_RESOLVER: Schema = {
  title: 'StageResolver',
  methods: ['resolve'] satisfies Array<keyof StageResolver>,
}
export const THROTTLE_STORE: Schema = {
  title: 'ThrottleStore',
  methods: ['take', 'usage', 'setUsage'] satisfies Array<keyof ThrottleStore>,
}
export const RESPONSE_CACHE: Schema = {
  title: 'ResponseCache',
  methods: ['get', 'set', 'delete', 'flush', 'stats'] satisfies Array<keyof ResponseCache>,
}
export const AUTHORIZER_RESULTS: Schema = {
  title: 'AuthorizerResults',
  methods: ['get', 'set'] satisfies Array<keyof AuthorizerResults>,
}
export const CONNECTION_STORE: Schema = {
  title: 'ConnectionStore',
  methods: ['add', 'get', 'remove', 'publish', 'subscribe'] satisfies Array<keyof ConnectionStore>,
}
export const CLOCK: Schema = {
  title: 'Clock',
  methods: ['now', 'setTimeout', 'clearTimeout'] satisfies Array<keyof Clock>,
}
export const RANDOM: Schema = { title: 'Random', methods: ['next', 'fill'] satisfies Array<keyof Random> }
export const OBSERVER: Schema = { title: 'StepObserver', methods: ['onLeave'] satisfies Array<keyof StepObserver> }
export const LOGGER: Schema = {
  title: 'LoggerOrFalse',
  anyOf: [
    { const: false },
    { title: 'Logger', methods: ['debug', 'info', 'warn', 'error'] satisfies Array<keyof Logger> },
  ],
}

/** Open, since it may be an object of a class with members of its own. */
export const CREDENTIALS: Schema = {
  title: 'Credentials',
  type: 'object',
  properties: { lookup: FUNCTION, role: FUNCTION } satisfies Record<keyof CredentialsProvider, Schema>,
}

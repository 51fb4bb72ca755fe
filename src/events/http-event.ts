import type { HttpInvocation } from '../pipeline/http/invocation.js'
import { createHttpEventV1 } from './http-event-v1.js'
import { createHttpEventV2 } from './http-event-v2.js'

/** What becomes of an event once its mappings are applied; both formats are plain objects. */
export type HttpEvent = Record<string, unknown>

/** The event of a Lambda proxy integration of an HTTP API, in the integration's payload format. */
export function createHttpEvent(invocation: HttpInvocation, payloadFormatVersion: '1.0' | '2.0'): HttpEvent {
  return payloadFormatVersion === '1.0' ? createHttpEventV1(invocation) : createHttpEventV2(invocation)
}

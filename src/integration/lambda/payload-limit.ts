import type { Payload } from '../types.js'

/** Bytes that a synchronous call of a function takes, and gives back. */
export const SYNC_PAYLOAD_LIMIT: number = 6 * 1024 * 1024
/** Bytes that an asynchronous call takes. */
export const ASYNC_PAYLOAD_LIMIT: number = 256 * 1024

/** A character takes at most six bytes in JSON: `\u0000`. */
const MAX_GROWTH = 6
/** More than a request's headers, path and query can come to in an event that holds them twice. */
const EVENT_OVERHEAD = 256 * 1024

/**
 * Whether an event made of a request with this body is over the limit. The event is written only when its body is near
 * the limit: for most requests the answer is known from the body's length.
 */
export function exceedsEventLimit(body: Payload, event: unknown, limit: number): boolean {
  const length = body === undefined ? 0 : body.length
  if (length * MAX_GROWTH + EVENT_OVERHEAD <= limit) return false
  return exceedsAsJson(event, limit)
}

/** Whether a result is over the limit; its JSON is looked at when it is there already, or when it may be too long. */
export function exceedsResultLimit(value: unknown, json: string | undefined): boolean {
  if (json !== undefined) return json.length * 3 > SYNC_PAYLOAD_LIMIT && Buffer.byteLength(json) > SYNC_PAYLOAD_LIMIT
  if (roughLength(value, 0) * MAX_GROWTH <= SYNC_PAYLOAD_LIMIT) return false
  return exceedsAsJson(value, SYNC_PAYLOAD_LIMIT)
}

function exceedsAsJson(value: unknown, limit: number): boolean {
  let json: string | undefined
  try {
    json = JSON.stringify(value)
  } catch {
    // What cannot be written is refused elsewhere, with its cause.
    return false
  }
  return json !== undefined && Buffer.byteLength(json) > limit
}

/** Characters of the texts in a value that {@link isPlainJson} passed: it is small in depth and number of fields. */
function roughLength(value: unknown, nameLength: number): number {
  if (typeof value === 'string') return value.length + nameLength
  if (typeof value !== 'object' || value === null) return nameLength + 24
  let length = nameLength + 2
  if (Array.isArray(value)) for (const item of value) length += roughLength(item, 1)
  else for (const name in value) length += roughLength((value as Record<string, unknown>)[name], name.length + 4)
  return length
}

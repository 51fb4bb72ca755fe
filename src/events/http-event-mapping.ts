import { isHeaderValue } from '../http/header-list.js'
import type { HttpFields, HttpMessage, HttpParameterMapping } from '../transformer/http-parameters.js'
import type { HttpRequestSources } from '../transformer/http-mapping.js'
import { addJoined } from './http-headers.js'
import { setOwn } from '../http/own-property.js'

type Maps = Readonly<Record<string, unknown>>

/** Applies a route's request mapping to the event that its function is given, as it would change the request itself. */
export function applyToEvent(
  event: Record<string, unknown>,
  mapping: HttpParameterMapping,
  request: HttpRequestSources,
): object {
  event['queryStringParameters'] ??= {}
  if ('multiValueHeaders' in event) event['multiValueQueryStringParameters'] ??= {}
  const message: HttpMessage = {
    headers: fieldsOf(event, 'headers', 'multiValueHeaders', (name) => name.toLowerCase()),
    query: fieldsOf(event, 'queryStringParameters', 'multiValueQueryStringParameters', (name) => name),
  }
  mapping(message, request)
  if (message.path !== undefined) event['rawPath' in event ? 'rawPath' : 'path'] = message.path
  dropEmptyQuery(event)
  return event
}

/** What is empty is left out of format 2.0, and `null` in 1.0. */
function dropEmptyQuery(event: Record<string, unknown>): void {
  if (Object.keys(event['queryStringParameters'] as object).length > 0) return
  if (event['version'] === '2.0') delete event['queryStringParameters']
  else event['queryStringParameters'] = event['multiValueQueryStringParameters'] = null
}

function fieldsOf(event: Maps, single: string, multi: string, key: (name: string) => string): HttpFields {
  const one = event[single] as Record<string, string>
  const many = event[multi] as Record<string, string[]> | undefined
  // Format 1.0 writes some names its own way.
  const find = (name: string): string => Object.keys(one).find((known) => key(known) === key(name)) ?? key(name)
  const set = (name: string, value: string): void => {
    setOwn(one, name, value)
    if (many !== undefined) setOwn(many, name, [value])
  }
  return {
    append: (name, value) => {
      if (!isHeaderValue(value)) return
      const known = find(name)
      if (many === undefined) addJoined(one, known, value)
      else {
        setOwn(one, known, value)
        setOwn(many, known, [...(Object.hasOwn(many, known) ? (many[known] as string[]) : []), value])
      }
    },
    set: (name, value) => {
      if (isHeaderValue(value)) set(find(name), value)
    },
    delete: (name) => {
      const known = find(name)
      delete one[known]
      if (many !== undefined) delete many[known]
    },
  }
}

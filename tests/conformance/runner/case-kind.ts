import type { CaseKind, Json } from './types.js'

/** Tells what kind of case this is from the fields it has, never from where it lies; undefined when it is none. */
export function caseKind(data: Json): CaseKind | undefined {
  const has = (key: string): boolean => Object.hasOwn(data, key)
  if (has('template')) return 'template'
  if (has('path') && has('json') && !has('steps')) return 'jsonpath'
  if (has('exportType')) return 'export'
  if (has('steps')) {
    if (data['protocol'] === 'WEBSOCKET' || (has('routes') && has('integrations'))) return 'websocket'
    if (has('openapi')) return 'request'
    return has('service') || isCalls(data['steps']) ? 'management' : undefined
  }
  return has('openapi') || has('openapiText') ? 'import' : undefined
}

function isCalls(steps: unknown): boolean {
  return Array.isArray(steps) && steps.length > 0 && steps.every((step) => Object.hasOwn(Object(step), 'operation'))
}

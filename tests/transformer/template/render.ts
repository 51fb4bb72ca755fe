import type { TemplateContext } from '../../../src/transformer/template/index.js'
import { createTemplateContext, parseTemplate } from '../../../src/transformer/template/index.js'
import type { ContextSource, ContextValue } from '../../../src/transformer/template/index.js'

/** What the tests give a template; the names are those of the conformance cases. */
export interface Given {
  readonly body?: string
  readonly path?: Record<string, string>
  readonly query?: Record<string, string>
  readonly headers?: Record<string, string>
  readonly context?: object
  readonly stageVariables?: Record<string, string>
  readonly variables?: Record<string, unknown>
}

/** `$context` from nested plain objects or maps. */
export function contextSource(values: object): ContextSource {
  const entries = new Map<string, unknown>(values instanceof Map ? values : Object.entries(values))
  return {
    get: (name) => {
      const value = entries.get(name)
      return typeof value === 'object' && value !== null ? contextSource(value) : (value as ContextValue)
    },
    keys: () => entries.keys(),
  }
}

export function render(template: string, given: Given = {}, context?: TemplateContext): string {
  return parseTemplate(template).render({
    input: {
      body: given.body ?? '',
      params: { path: given.path ?? {}, querystring: given.query ?? {}, header: given.headers ?? {} },
    },
    context: context ?? createTemplateContext(contextSource(given.context ?? {})),
    stageVariables: given.stageVariables ?? {},
    ...(given.variables === undefined ? {} : { variables: given.variables }),
  })
}

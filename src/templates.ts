/**
 * Mapping templates on their own, for unit tests and tools.
 *
 * @module
 */

import type { ContextSource, ContextValue, RequestOverrides, ResponseOverrides } from './transformer/template/index.js'
import {
  createTemplateContext,
  parseTemplate,
  readRequestOverrides,
  readResponseOverrides,
} from './transformer/template/index.js'

export type { OverrideList, RequestOverrides, ResponseOverrides } from './transformer/template/index.js'
export { TemplateRenderError, TemplateSyntaxError } from './transformer/template/index.js'

/** A value of `$context`; an object is a node such as `identity`. */
export type RenderContextValue = string | number | boolean | null | undefined | RenderContext
/** `$context` as plain nested objects. */
export interface RenderContext {
  readonly [name: string]: RenderContextValue
}

/** What a template sees. Everything may be left out. */
export interface RenderInput {
  /** The payload's text. Default: an empty payload, which reads as `{}`. */
  readonly body?: string
  /** What `$input.params()` answers. Default: no parameters. */
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>
    readonly querystring?: Readonly<Record<string, string>>
    readonly header?: Readonly<Record<string, string>>
  }
  /** What `$context` holds beside the overrides, which are always there. Default: nothing. */
  readonly context?: RenderContext
  /** Default: none. */
  readonly stageVariables?: Readonly<Record<string, string>>
  /** Further references by name, for trying out the language. Default: none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

/** What came of a rendering. */
export interface RenderResult {
  readonly text: string
  /** What the template has put under `$context.requestOverride` and `$context.responseOverride`. */
  readonly overrides: {
    readonly request: RequestOverrides | undefined
    readonly response: ResponseOverrides | undefined
  }
  /** The variables as `#set` left them, by name. */
  readonly variables: ReadonlyMap<string, unknown>
}

/** A mapping template outside of any API: for unit tests of templates, editors and tools. */
export interface CompiledTemplate {
  /**
   * Renders the template.
   *
   * @throws TemplateRenderError where the service would answer 5XX
   */
  render(input?: RenderInput): RenderResult
}

/**
 * Compiles a mapping template.
 *
 * @throws TemplateSyntaxError when the service's engine would refuse it
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 */
export function compileTemplate(text: string): CompiledTemplate {
  const template = parseTemplate(text)
  return {
    render(input = {}) {
      const context = createTemplateContext(contextSource(input.context ?? {}))
      const { path = {}, querystring = {}, header = {} } = input.params ?? {}
      const rendered = template.renderWithVariables({
        input: { body: input.body ?? '', params: { path, querystring, header } },
        context,
        stageVariables: input.stageVariables ?? {},
        ...(input.variables === undefined ? {} : { variables: input.variables }),
      })
      const overrides = { request: readRequestOverrides(context), response: readResponseOverrides(context) }
      return { text: rendered.text, overrides, variables: rendered.variables }
    },
  }
}

function contextSource(values: RenderContext): ContextSource {
  return {
    get: (name) => (Object.hasOwn(values, name) ? contextValue(values[name]) : undefined),
    keys: () => Object.keys(values),
  }
}

function contextValue(value: RenderContextValue): ContextValue {
  return typeof value === 'object' && value !== null ? contextSource(value) : value
}

import type { ContextSource, ContextValue, Template, TemplateScope } from './template/index.js'
import { parseTemplate, TemplateRenderError } from './template/index.js'
import type { Transform, Transformer } from './types.js'

/** What the pipeline needs of a template, whatever language it is written in. */
export type PayloadTemplate = Pick<Template, 'source' | 'render'>

/** Gives the template of a text, for a media type and a side; each distinct one is compiled once. */
export type TemplateStore = (text: string, mediaType: string, side: 'request' | 'response') => PayloadTemplate

/** Makes the templates of an API: VTL, or the transformer of the user's own for a media type. */
export function createTemplateStore(transformers: Readonly<Record<string, Transformer>> = {}): TemplateStore {
  const own = new Map(Object.entries(transformers).map(([type, transformer]) => [type.toLowerCase(), transformer]))
  const parsed = new Map<string, PayloadTemplate>()
  return (text, mediaType, side) => {
    const transformer = own.get(mediaType.toLowerCase())
    const key = transformer === undefined ? text : `${side} ${mediaType}\n${text}`
    let template = parsed.get(key)
    if (template === undefined) {
      template =
        transformer === undefined ? parseTemplate(text) : new OwnTemplate(text, transformer.compile(text), side)
      parsed.set(key, template)
    }
    return template
  }
}

/** A transformer's work in the place of a template. */
class OwnTemplate implements PayloadTemplate {
  readonly source: string
  readonly #transform: Transform
  readonly #side: 'request' | 'response'

  constructor(source: string, transform: Transform, side: 'request' | 'response') {
    this.source = source
    this.#transform = transform
    this.#side = side
  }

  render({ input, context, stageVariables }: TemplateScope): string {
    const { path, querystring, header } = input.params
    const parameters = { path, querystring, header }
    const read = (name: string): string | number | boolean | undefined => contextValue(context.source, name)
    try {
      return this.#transform({ side: this.#side, body: input.body, parameters, context: read, stageVariables })
    } catch (cause) {
      throw new TemplateRenderError(cause instanceof Error ? cause.message : String(cause), 0, { cause })
    }
  }
}

function contextValue(source: ContextSource, name: string): string | number | boolean | undefined {
  let value: ContextValue = source
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = value.get(part)
  }
  return typeof value === 'object' ? undefined : value
}

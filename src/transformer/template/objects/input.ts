import { PathNotFoundError } from '../../../jsonpath/index.js'
import type { JsonPath } from '../../../jsonpath/index.js'
import { compilePath } from '../../../jsonpath/index.js'
import type { JsonValue } from '../../../json/json-value.js'
import { parseJson } from '../../../json/parse-json.js'
import { writeJson } from '../../../json/write-json.js'
import type { Args } from '../values/java-values.js'
import { HostObject } from '../values/java-values.js'
import { print } from '../values/print.js'

/** Request parameters by kind; the last value where one comes several times. Read only what is used. */
export interface RequestParameters {
  readonly path: Readonly<Record<string, string>>
  readonly querystring: Readonly<Record<string, string>>
  readonly header: Readonly<Record<string, string>>
}

/** What `$input` is made of. */
export interface TemplateInput {
  /** The payload's text as it came; `''`: an empty payload, which reads as `{}`. */
  readonly body: string
  readonly params: RequestParameters
}

/**
 * `$input` of one rendering. The payload is parsed once, when it is first needed; what `path` answers are live objects
 * of it, so a change by the template shows in `json`.
 */
export class InputObject extends HostObject {
  readonly #input: TemplateInput
  #document: JsonValue | undefined
  #isParsed = false
  #params: Record<string, Record<string, string>> | undefined

  constructor(input: TemplateInput) {
    super()
    this.#input = input
  }

  property(name: string): unknown {
    return name === 'body' ? this.text : undefined
  }

  call(name: string, args: Args): unknown {
    const [first] = args
    switch (`${name}/${args.length}`) {
      case 'path/1':
        return typeof first === 'string' ? this.read(compilePath(first)) : undefined
      case 'json/1':
        return typeof first === 'string' ? this.json(compilePath(first)) : undefined
      case 'params/0':
        return this.#parameterMaps()
      case 'params/1':
        return typeof first === 'string' ? this.#parameter(first) : undefined
      case 'getBody/0':
        return this.text
      default:
        return undefined
    }
  }

  /** What the path leads to; undefined when it is missing or the payload is no JSON. */
  read(path: JsonPath): unknown {
    const document = this.#parsed()
    if (document === undefined) return undefined
    try {
      return path.read(document)
    } catch (error) {
      if (error instanceof PathNotFoundError) return undefined
      throw error
    }
  }

  /** The same as JSON text; a missing one is the empty string, as JSON (documented). */
  json(path: JsonPath): string {
    const value = this.read(path)
    return value === undefined ? '""' : writeJson(value as JsonValue)
  }

  /** The payload; an empty one reads as an empty object (recorded). */
  get text(): string {
    const { body } = this.#input
    return body === '' ? '{}' : body
  }

  #parsed(): JsonValue | undefined {
    if (!this.#isParsed) {
      this.#isParsed = true
      this.#document = parseOrNothing(this.text)
    }
    return this.#document
  }

  // Path first, then query string, then header (documented). A missing one is a real empty string.
  #parameter(name: string): string {
    const { params } = this.#input
    return own(params.path, name) ?? own(params.querystring, name) ?? own(params.header, name) ?? ''
  }

  // Copies: a template may change its maps.
  #parameterMaps(): Record<string, Record<string, string>> {
    if (this.#params === undefined) {
      const { path, querystring, header } = this.#input.params
      this.#params = { path: { ...path }, querystring: { ...querystring }, header: { ...header } }
    }
    return this.#params
  }
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? print(values[name]) : undefined
}

function parseOrNothing(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

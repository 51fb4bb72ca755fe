/**
 * A schema of Postern's own settings: JSON Schema, in the few keywords that settings need, and keywords of Postern's own for what
 * JSON Schema cannot say. `scripts/generate-config-check.ts` makes the checker of it; nothing reads it while a gateway runs.
 */
export interface Schema {
  /** Names the function that is made of it; default: the key that has it. */
  readonly title?: string
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'
  /** Only `false` is needed: what switches a module off. */
  readonly const?: false
  readonly enum?: readonly string[]
  readonly pattern?: string
  /** UTF-16 units. */
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  /** `false`: there are no other keys than those of `properties`. */
  readonly additionalProperties?: false | Schema
  readonly propertyNames?: Schema
  readonly maxProperties?: number
  /** The kinds of the alternatives differ, so that a fault is one of the alternative that was meant. */
  readonly anyOf?: readonly Schema[]

  /** Postern's: open objects whose properties this object has too; `additionalProperties: false` counts them in. */
  readonly includes?: readonly Schema[]
  /** Postern's: which schema holds depends on what the object says under a key; an unknown value is the first one's to refuse. */
  readonly choice?: { readonly key: string; readonly schemas: Readonly<Record<string, Schema>> }
  /** Postern's: what is found there is never shown. */
  readonly secret?: true
  /** Postern's: a function. */
  readonly function?: true
  /** Postern's: a module, which is anything that has these methods, its own or inherited. */
  readonly methods?: readonly string[]
  /** Postern's: keys of capabilities that are still to come: refused by name, never ignored. */
  readonly notBuilt?: readonly string[]
  /** Postern's: the sentence of the fault where a `pattern` does not match. */
  readonly patternFault?: string
}

export const ANY: Schema = {}
export const TEXT: Schema = { title: 'Text', type: 'string' }
export const BOOLEAN: Schema = { title: 'Boolean', type: 'boolean' }
/** An object that the checker does not look into. */
export const OBJECT: Schema = { title: 'Object', type: 'object' }
export const FUNCTION: Schema = { title: 'Function', function: true }
export const TEXT_LIST: Schema = { title: 'TextList', type: 'array', items: TEXT }
export const TEXT_BY_NAME: Schema = { title: 'TextByName', type: 'object', additionalProperties: TEXT }
export const OBJECT_BY_NAME: Schema = { title: 'ObjectByName', type: 'object', additionalProperties: OBJECT }
export const NOT_NEGATIVE: Schema = { title: 'NotNegative', type: 'number', minimum: 0 }
export const COUNT: Schema = { title: 'Count', type: 'integer', minimum: 0 }
/** Seconds that a result or a response is kept. */
export const CACHE_TTL: Schema = { title: 'CacheTtl', type: 'integer', minimum: 0, maximum: 3600 }
/** All three, whatever the API is, so that a wrong one is told all of them. */
export const PROTOCOL: Schema = { title: 'Protocol', enum: ['REST', 'HTTP', 'WEBSOCKET'] }
/** `$default` is for HTTP APIs only, which is a rule between keys. */
export const STAGE_NAME: Schema = {
  title: 'StageName',
  pattern: '^(?:[\\w-]{1,128}|\\$default)$',
  patternFault: 'A stage name has letters, digits, - and _, at most 128',
}
/** How settings and plans name a method. */
export const METHOD_KEY: Schema = {
  title: 'MethodKey',
  pattern: '/(?:\\*|[A-Za-z]+)$',
  patternFault: 'A method is named by its path and HTTP method: pets/GET; all of them by */*',
}
export const ENDPOINT_TYPES: Schema = {
  title: 'EndpointTypes',
  type: 'array',
  items: { title: 'EndpointType', enum: ['EDGE', 'REGIONAL', 'PRIVATE'] },
}

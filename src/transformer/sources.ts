import type { JsonValue } from '../json/json-value.js'

/**
 * What parameter mappings, identity sources, cache keys and gateway responses can read of a request. The invocation
 * implements it; nothing is made before it is asked for.
 */
export interface RequestSources {
  /** The last value of a header whose name is written just so. */
  header(name: string): string | undefined
  headerAll(name: string): readonly string[]
  /** The last value of a header in any case: identities are found however the client spells the name. */
  headerInAnyCase(name: string): string | undefined
  query(name: string): string | undefined
  queryAll(name: string): readonly string[]
  /** A path variable, as it came: with its percent-escapes (recorded). */
  path(name: string): string | undefined
  stageVariable(name: string): string | undefined
  /** A `$context` value by its parts: `['identity', 'sourceIp']`. */
  contextValue(path: readonly string[]): string | undefined
  /** The payload as text; `{}` when there is none (recorded). */
  bodyText(): string
  /** The payload parsed. Throws the service's 400 when it is no JSON. */
  bodyJson(): JsonValue
}

/** What response mappings can read of the back end's answer. */
export interface ResponseSources {
  header(name: string): string | undefined
  headerAll(name: string): readonly string[]
  bodyText(): string
  bodyJson(): JsonValue
}

/** A mapped value: one, several, or none. */
export type MappedValue = string | readonly string[] | undefined

/** A JSON object of a case, before anything about it is known. */
export type Json = Record<string, unknown>

/** What a case is, read from its shape alone. */
export type CaseKind = 'request' | 'websocket' | 'import' | 'export' | 'template' | 'jsonpath' | 'management'

/** One case of a file, or what stands in its place when the file or the case cannot be read. */
export interface LoadedCase {
  readonly id: string
  readonly evidence: string
  /** The file it came from, as given. */
  readonly file: string
  /** `folder/file` without the extension: the row of the table. */
  readonly area: string
  readonly kind: CaseKind | undefined
  readonly data: Json
  /** The case's own text, for values whose key order and number form must stand. */
  readonly text: string
  /** Why this cannot be a case; a failure. */
  readonly fault?: string
}

/** One place where what came is not what was expected. */
export interface Difference {
  /** Where: `steps[0].expect.headers.content-type`. */
  readonly at: string
  readonly expected: unknown
  readonly actual: unknown
}

/** What became of a case before it has a name: the answer of one kind's runner. */
export type Outcome =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly reason?: string; readonly differences?: readonly Difference[] }
  | { readonly status: 'skipped'; readonly reason: string }

/** One line of the full result. */
export interface CaseResult {
  readonly id: string
  readonly area: string
  readonly file: string
  readonly evidence: string
  readonly kind: CaseKind | 'unknown'
  readonly status: Outcome['status']
  readonly reason?: string
  readonly differences?: readonly Difference[]
  readonly milliseconds: number
}

/** Thrown where a case says something that the runner has no way to do; counts as a failure. */
export class InexpressibleError extends Error {
  override name = 'InexpressibleError'
}

/** Thrown where a part of the library that the case needs is not there yet; counts as skipped. */
export class NotBuiltError extends Error {
  override name = 'NotBuiltError'
}

/**
 * What became of the values that a schema takes: fewer (`narrowed`), more (`widened`), no telling (`unclear`), or the same
 * with other properties named in it.
 */
export type SchemaDirection = 'narrowed' | 'widened' | 'unclear' | 'property-added' | 'property-removed'

/** One difference between two schemas. */
export interface SchemaChange {
  readonly direction: SchemaDirection
  /** `type`, `required`, `enum` … */
  readonly keyword: string
  /** Where in the value: `/owner/name`; `/*` is each item. */
  readonly place: string
  readonly before: unknown
  readonly after: unknown
}

/** A schema as an object; `{}` for one that takes everything. */
export type SchemaObject = Readonly<Record<string, unknown>>

/** Reports a difference at a place. */
export type SchemaReport = (
  direction: SchemaDirection,
  keyword: string,
  place: string,
  before: unknown,
  after: unknown,
) => void

/** What becomes of a setting that an API moves without. */
export type PortabilityLevel =
  /** The other protocol has nothing of the kind: answers or access would differ. */
  | 'lost'
  /** It is there in another form, or answers differ in detail. */
  | 'changed'

/** One thing that a move loses or changes. */
export interface PortabilityFinding {
  readonly level: PortabilityLevel
  /** Stable, for filters: `integration/mock`, `authorization/api-key` … */
  readonly rule: string
  readonly message: string
  /** Pointer into the REST definition. */
  readonly pointer: string
}

/** What a move means to one route. */
export interface RoutePortability {
  /** `GET /pets/{petId}`: of the method as it was. */
  readonly route: string
  /** Whether the route is in the converted definition. */
  readonly converted: boolean
  readonly findings: readonly PortabilityFinding[]
}

/** What a move from a REST to an HTTP API loses or changes. */
export interface PortabilityReport {
  /** What concerns the whole API. */
  readonly api: readonly PortabilityFinding[]
  readonly routes: readonly RoutePortability[]
  /** The OpenAPI 3.0 definition of the HTTP API: every route that it can have. */
  readonly definition: Readonly<Record<string, unknown>>
}

/** Whether a client that works today may fail after a change. */
export type ContractEffect = 'breaking' | 'safe'

/** One difference between two states of an API, as its clients see it. */
export interface ContractChange {
  readonly effect: ContractEffect
  /** Stable, for filters: `route/removed`, `authorization/added` … */
  readonly rule: string
  /** `GET /pets/{petId}`; left out where the whole API is meant. */
  readonly route?: string
  /** What changed, in one sentence. */
  readonly message: string
  readonly before?: unknown
  readonly after?: unknown
  /** Pointer into the definition that has it: the new one, or the old one for what is gone. */
  readonly pointer: string
}

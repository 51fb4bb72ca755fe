/** A policy document that cannot be evaluated: it refuses, it is never ignored. */
export class PolicyError extends Error {
  /** JSON pointer into the policy document. */
  readonly pointer: string

  constructor(pointer: string, message: string) {
    super(`${pointer === '' ? '(policy)' : pointer}: ${message}`)
    this.name = 'PolicyError'
    this.pointer = pointer
  }
}

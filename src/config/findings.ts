/**
 * Something in a definition or a configuration that is not honoured. An *error* would change an answer or open access and
 * is refused; a *warning* changes nothing.
 */
export interface Finding {
  readonly level: 'error' | 'warning'
  /** Stable id of the rule: `integration/vpc-link-not-built`. */
  readonly rule: string
  /** JSON pointer into the config. */
  readonly pointer: string
  readonly message: string
}

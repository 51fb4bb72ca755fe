import { formatDouble } from './java-number.js'

/**
 * A decimal number that JavaScript's own number cannot tell from an integer (`10.0`, `1E7`) or cannot hold in full
 * (`0.1234567890123456789`). The service keeps and prints both, so they travel in this box; every other decimal is a
 * plain number.
 */
export class Double {
  /** The nearest JavaScript number. */
  readonly value: number
  /** How it prints where that says more than `value`: it is a BigDecimal then. */
  readonly exact: string | undefined

  /**
   * @param value the number
   * @param text how it prints, where that is more exact than `value` (a decimal of more than 18 characters); default:
   *   Java's `Double.toString`
   */
  constructor(value: number, text?: string) {
    this.value = value
    this.exact = text
  }

  /** The number as Java prints it: `10.0`, `1.0E7`. */
  toString(): string {
    return this.exact ?? formatDouble(this.value)
  }

  /** Lets numeric operators and `JSON.stringify` see the number. */
  valueOf(): number {
    return this.value
  }

  toJSON(): number {
    return this.value
  }
}

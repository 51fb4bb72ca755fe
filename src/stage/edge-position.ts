/** Where an address is, as a look-up of the user's own knows it. */
export interface Position {
  /** Degrees, south negative. */
  readonly latitude: number
  /** Degrees, west negative. */
  readonly longitude: number
  /** Two letters of ISO 3166-1: `DE`. */
  readonly country?: string
  /** Number of the autonomous system. */
  readonly asn?: number
}

/** Looks up where an IP address is; `undefined` when nobody knows. */
export type Locate = (ip: string) => Position | undefined

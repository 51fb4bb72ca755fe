import type { ConfigFault } from '../errors.js'

/** The faults of one config, in the order in which they were found. */
export interface FaultList {
  readonly faults: readonly ConfigFault[]
  /** Whether looking for more is in vain. */
  readonly isFull: boolean
  add(fault: ConfigFault): void
}

/** A config with more faults than this is not one that somebody wrote; a message of all of them helps nobody. */
const MOST_FAULTS = 1000

/** Makes an empty list. Once it is full, one last fault says so and further ones are dropped. */
export function createFaultList(): FaultList {
  const faults: ConfigFault[] = []
  return {
    faults,
    get isFull() {
      return faults.length > MOST_FAULTS
    },
    add: (fault) => {
      if (faults.length < MOST_FAULTS) faults.push(fault)
      else if (faults.length === MOST_FAULTS) faults.push({ pointer: '', message: 'There are more faults than these' })
    },
  }
}

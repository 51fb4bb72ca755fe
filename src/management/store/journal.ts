/** Notes how to undo what a call changes, so that a refused call has changed nothing. */
export interface Journal {
  /** Remembers how to take the latest change back. */
  note(undo: () => void): void
  /** Does the work; when it throws, all that it changed is taken back, the latest first. */
  atomically<T>(work: () => T): T
}

/** Makes a journal that the tables of one account share. */
export function createJournal(): Journal {
  let undos: Array<() => void> = []
  return {
    note: (undo) => {
      undos.push(undo)
    },
    atomically: (work) => {
      undos = []
      try {
        return work()
      } catch (error) {
        for (const undo of undos.toReversed()) undo()
        throw error
      } finally {
        undos = []
      }
    },
  }
}

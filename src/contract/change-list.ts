import type { ContractChange, ContractEffect } from './types.js'

/** What a change says beside its effect and rule. */
export type ChangeDetails = Omit<ContractChange, 'effect' | 'rule' | 'route'>

/** Collects changes; all that come from one scope belong to one route. */
export interface ChangeList {
  readonly changes: readonly ContractChange[]
  add(effect: ContractEffect, rule: string, details: ChangeDetails): void
  breaking(rule: string, details: ChangeDetails): void
  safe(rule: string, details: ChangeDetails): void
  /** The same list, for the changes of one route. */
  of(route: string): ChangeList
}

/** Makes an empty list. */
export function createChangeList(): ChangeList {
  return listFor([], undefined)
}

function listFor(changes: ContractChange[], route: string | undefined): ChangeList {
  const add: ChangeList['add'] = (effect, rule, details) => {
    changes.push({ effect, rule, ...(route !== undefined && { route }), ...details })
  }
  return {
    changes,
    add,
    breaking: (rule, details) => add('breaking', rule, details),
    safe: (rule, details) => add('safe', rule, details),
    of: (name) => listFor(changes, name),
  }
}

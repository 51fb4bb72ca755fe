/** What a change of an API means to its clients. */
export { diffContracts } from './diff-contracts.js'
export type { ContractChange, ContractEffect } from './types.js'

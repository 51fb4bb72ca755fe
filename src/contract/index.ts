/** What a change of an API means to its clients. */
export { diffContracts } from './diff-contracts.js'
export type {
  ContractApi,
  ContractChange,
  ContractEffect,
  ContractSample,
  ContractStage,
  DiffOptions,
} from './types.js'

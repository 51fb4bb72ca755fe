/** The APIs of a gateway: created, changed, deployed, promoted while they serve. */
export { type ApiRegistry, createApis } from './create-apis.js'
export type {
  ApiExport,
  ApiExportOptions,
  Apis,
  ApiState,
  ApiSummary,
  CanarySummary,
  DeploymentSummary,
  DeployOptions,
  StageSummary,
} from './types.js'

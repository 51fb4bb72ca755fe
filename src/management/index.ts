/**
 * The service's management API (apigateway, 2015-07-09): create, change and deploy APIs by the calls that SDKs, the AWS
 * CLI and Terraform make, in process or on the wire.
 *
 * @module
 */
export type { DeployedApi } from './bridge/stage-config.js'
export { createManagement } from './create-management.js'
export { ManagementError, type ManagementErrorCode } from './management-error.js'
export type { Input, OperationName } from './service-model/operations.js'
export type { Management, ManagementAnswer, ManagementChange, ManagementOptions } from './types.js'

import { accessAssociationHandlers } from './account/access-associations.js'
import { accountHandlers } from './account/account.js'
import { apiKeyHandlers } from './account/api-keys.js'
import { basePathMappingHandlers } from './account/base-path-mappings.js'
import { clientCertificateHandlers } from './account/client-certificates.js'
import { domainNameHandlers } from './account/domain-names.js'
import { sdkTypeHandlers } from './account/sdk-types.js'
import { tagHandlers } from './account/tags.js'
import { usagePlanKeyHandlers } from './account/usage-plan-keys.js'
import { usagePlanHandlers } from './account/usage-plans.js'
import { usageHandlers } from './account/usage.js'
import { vpcLinkHandlers } from './account/vpc-links.js'
import { authorizerHandlers } from './apis/authorizers.js'
import { documentationPartHandlers } from './apis/documentation-parts.js'
import { documentationVersionHandlers } from './apis/documentation-versions.js'
import { gatewayResponseHandlers } from './apis/gateway-responses.js'
import { importExportHandlers } from './apis/import-export.js'
import { modelHandlers } from './apis/models.js'
import { requestValidatorHandlers } from './apis/request-validators.js'
import { restApiHandlers } from './apis/rest-apis.js'
import type { Context, Handlers } from './context.js'
import { integrationResponseHandlers } from './methods/integration-responses.js'
import { integrationHandlers } from './methods/integrations.js'
import { methodResponseHandlers } from './methods/method-responses.js'
import { methodHandlers } from './methods/methods.js'
import { resourceHandlers } from './methods/resources.js'
import type { OperationName } from './service-model/operations.js'
import { deploymentHandlers } from './stages/deployments.js'
import { stageHandlers } from './stages/stages.js'
import { testInvokeAuthorizerHandlers } from './test-invoke/test-invoke-authorizer.js'
import { testInvokeMethodHandlers } from './test-invoke/test-invoke-method.js'

/** Every operation of the service model; the compiler sees that none is missing. */
const HANDLERS: Handlers<OperationName> = {
  ...restApiHandlers,
  ...importExportHandlers,
  ...modelHandlers,
  ...requestValidatorHandlers,
  ...authorizerHandlers,
  ...testInvokeAuthorizerHandlers,
  ...gatewayResponseHandlers,
  ...documentationPartHandlers,
  ...documentationVersionHandlers,
  ...resourceHandlers,
  ...methodHandlers,
  ...testInvokeMethodHandlers,
  ...methodResponseHandlers,
  ...integrationHandlers,
  ...integrationResponseHandlers,
  ...deploymentHandlers,
  ...stageHandlers,
  ...accountHandlers,
  ...apiKeyHandlers,
  ...usagePlanHandlers,
  ...usagePlanKeyHandlers,
  ...usageHandlers,
  ...vpcLinkHandlers,
  ...clientCertificateHandlers,
  ...tagHandlers,
  ...sdkTypeHandlers,
  ...domainNameHandlers,
  ...basePathMappingHandlers,
  ...accessAssociationHandlers,
}

/** What does the operation of that name. Its input has been brought into the types of the model. */
export function handlerOf(name: string): ((input: never, context: Context) => unknown) | undefined {
  return Object.hasOwn(HANDLERS, name) ? HANDLERS[name as OperationName] : undefined
}

import type {
  AuthorizerDefinition,
  GatewayResponseDefinition,
  IntegrationDefinition,
  Method,
  Model,
  RequestValidator,
  Resource,
  RestApi,
} from '../../api/model.js'
import { modelPart } from '../apis/documentation-records.js'
import { settingsOf } from '../context.js'
import { present, someText } from '../store/fields.js'
import type { IntegrationRecord, MethodRecord, ResourceRecord, RestApiRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'

/**
 * The API as it stands, as the model that the data plane is made of. Immutable: later calls do not change it. Pointers
 * lead into the control plane: `/resources/~1pets/GET`.
 */
export function toRestApi(api: ApiState): RestApi {
  const record = settingsOf(api)
  return {
    ...settings(record),
    resources: new Map(api.resources.values().map((resource) => [resource.path, resourceModel(api, resource)])),
    models: new Map(api.models.values().map((model) => [model.name, { ...modelModel(model) }])),
    authorizers: new Map(
      api.authorizers.values().map(({ id: _id, ...rest }) => {
        const authorizer = { ...rest, pointer: `/authorizers/${rest.name}` } as AuthorizerDefinition
        return [authorizer.name, authorizer]
      }),
    ),
    requestValidators: new Map(
      api.requestValidators.values().map(({ id, name = id, ...flags }) => [name, { name, ...flags }] as const),
    ) satisfies ReadonlyMap<string, RequestValidator>,
    gatewayResponses: new Map(
      api.gatewayResponses
        .values()
        .map(
          ({
            responseType,
            statusCode,
            responseParameters,
            responseTemplates,
          }): [string, GatewayResponseDefinition] => [
            responseType,
            {
              ...present({ responseType, statusCode }),
              responseParameters: mapOf(responseParameters),
              responseTemplates: templatesOf(responseTemplates),
              pointer: `/gatewayResponses/${responseType}`,
            },
          ],
        ),
    ),
    documentationParts: api.documentationParts.values().map(modelPart),
  }
}

function settings(
  record: RestApiRecord,
): Omit<
  RestApi,
  'resources' | 'models' | 'authorizers' | 'requestValidators' | 'gatewayResponses' | 'documentationParts'
> {
  const { rootResourceId: _root, createdDate: _created, policy, binaryMediaTypes = [], ...rest } = record
  return {
    ...(rest as Omit<RestApi, 'binaryMediaTypes' | 'policy' | 'resources'>),
    protocolType: 'REST',
    binaryMediaTypes,
    ...(policy !== undefined && { policy: parsed(policy) }),
  }
}

function resourceModel(api: ApiState, { id, path, resourceMethods = {} }: ResourceRecord): Resource {
  const pointer = `/resources/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const methods = Object.entries(resourceMethods).map(
    ([name, method]) => [name, methodModel(api, method, { resourceId: id, pointer: `${pointer}/${name}` })] as const,
  )
  return { path, methods: new Map(methods), pointer }
}

interface MethodPlace {
  readonly resourceId: string
  readonly pointer: string
}

function methodModel(api: ApiState, method: MethodRecord, { resourceId, pointer }: MethodPlace): Method {
  const validator = api.requestValidators.get(method.requestValidatorId ?? '')
  const { httpMethod, operationName, authorizationScopes, apiKeyRequired, methodIntegration } = method
  return {
    ...present({
      operationName,
      authorizer: api.authorizers.get(method.authorizerId ?? '')?.name,
      authorizationScopes,
      requestValidator: validator?.name ?? validator?.id,
      integration:
        methodIntegration && integrationModel(methodIntegration, { resourceId, pointer: `${pointer}/integration` }),
    }),
    httpMethod,
    authorizationType: method.authorizationType as Method['authorizationType'],
    apiKeyRequired,
    requestParameters: mapOf(method.requestParameters),
    requestModels: mapOf(method.requestModels),
    methodResponses: new Map(
      Object.values(method.methodResponses ?? {}).map(({ statusCode, responseParameters, responseModels }) => [
        statusCode,
        { statusCode, responseParameters: mapOf(responseParameters), responseModels: mapOf(responseModels) },
      ]),
    ),
    pointer,
  }
}

function integrationModel(record: IntegrationRecord, { resourceId, pointer }: MethodPlace): IntegrationDefinition {
  const { requestParameters, requestTemplates, integrationResponses = {}, cacheNamespace, ...rest } = record
  return {
    ...(rest as Omit<IntegrationDefinition, 'requestParameters' | 'requestTemplates' | 'integrationResponses'>),
    connectionType: record.connectionType === 'VPC_LINK' ? 'VPC_LINK' : 'INTERNET',
    responseTransferMode: record.responseTransferMode === 'STREAM' ? 'STREAM' : 'BUFFERED',
    // The resource's id is what the service fills in where nobody has named a namespace.
    ...(cacheNamespace !== resourceId && { cacheNamespace }),
    requestParameters: mapOf(requestParameters),
    requestTemplates: templatesOf(requestTemplates),
    integrationResponses: Object.values(integrationResponses).map((response) => ({
      ...present({
        statusCode: response.statusCode,
        // An empty pattern selects as none does.
        selectionPattern: someText(response.selectionPattern),
        contentHandling: response.contentHandling as IntegrationDefinition['contentHandling'],
      }),
      responseParameters: mapOf(response.responseParameters),
      responseTemplates: templatesOf(response.responseTemplates),
      pointer: `${pointer}/integrationResponses/${response.statusCode}`,
    })),
    pointer,
  }
}

function modelModel({ name, description, contentType, schema }: ModelText): Model {
  return { ...present({ description }), name, contentType, schema: parsed(schema), pointer: `/models/${name}` }
}

interface ModelText {
  readonly name: string
  readonly description?: string
  readonly contentType: string
  readonly schema: string
}

function mapOf<T>(record: Readonly<Record<string, T>> | undefined): ReadonlyMap<string, T> {
  return new Map(Object.entries(record ?? {}))
}

function templatesOf(record: Readonly<Record<string, string | null>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(record ?? {}).map(([type, text]) => [type, text ?? '']))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

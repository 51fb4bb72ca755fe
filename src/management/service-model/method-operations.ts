import type { Operation } from './operation.js'

/** Resources, their methods, and what methods hold. */
export const METHOD_OPERATIONS = {
  CreateResource: ['POST /restapis/{restApiId}/resources/{parentId}', 201, { pathPart: 'text!' }],
  GetResource: ['GET /restapis/{restApiId}/resources/{resourceId}?embed={embed}', 200, { embed: 'texts' }],
  GetResources: [
    'GET /restapis/{restApiId}/resources?position={position}&limit={limit}&embed={embed}',
    200,
    { limit: 'integer', embed: 'texts' },
  ],
  UpdateResource: ['PATCH /restapis/{restApiId}/resources/{resourceId}', 200, { patchOperations: 'patchOperation[]' }],
  DeleteResource: ['DELETE /restapis/{restApiId}/resources/{resourceId}', 202, {}],
  PutMethod: [
    'PUT /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
    201,
    {
      authorizationType: 'text!',
      authorizerId: 'text',
      apiKeyRequired: 'boolean',
      operationName: 'text',
      requestParameters: 'booleanMap',
      requestModels: 'textMap',
      requestValidatorId: 'text',
      authorizationScopes: 'texts',
    },
  ],
  GetMethod: ['GET /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}', 200, {}],
  UpdateMethod: [
    'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteMethod: ['DELETE /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}', 204, {}],
  TestInvokeMethod: [
    'POST /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
    200,
    {
      pathWithQueryString: 'text',
      body: 'text',
      headers: 'textMap',
      multiValueHeaders: 'textListMap',
      clientCertificateId: 'text',
      stageVariables: 'textMap',
    },
  ],
  PutMethodResponse: [
    'PUT /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}',
    201,
    { statusCode: 'StatusCode', responseParameters: 'booleanMap', responseModels: 'textMap' },
  ],
  GetMethodResponse: [
    'GET /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}',
    200,
    { statusCode: 'StatusCode' },
  ],
  // Recorded: the one update that answers 201.
  UpdateMethodResponse: [
    'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}',
    201,
    { statusCode: 'StatusCode', patchOperations: 'patchOperation[]' },
  ],
  DeleteMethodResponse: [
    'DELETE /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}',
    204,
    { statusCode: 'StatusCode' },
  ],
  PutIntegration: [
    'PUT /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration',
    201,
    {
      type: 'IntegrationType!',
      integrationHttpMethod: 'text',
      uri: 'text',
      connectionType: 'ConnectionType',
      connectionId: 'text',
      credentials: 'text',
      requestParameters: 'textMap',
      requestTemplates: 'textMap',
      passthroughBehavior: 'text',
      cacheNamespace: 'text',
      cacheKeyParameters: 'texts',
      contentHandling: 'ContentHandling',
      timeoutInMillis: 'integer',
      tlsConfig: 'tlsConfig',
      responseTransferMode: 'ResponseTransferMode',
      integrationTarget: 'text',
    },
    { integrationHttpMethod: 'httpMethod' },
  ],
  GetIntegration: ['GET /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration', 200, {}],
  UpdateIntegration: [
    'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteIntegration: ['DELETE /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration', 204, {}],
  PutIntegrationResponse: [
    'PUT /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}',
    201,
    {
      statusCode: 'StatusCode',
      selectionPattern: 'text',
      responseParameters: 'textMap',
      responseTemplates: 'textMap',
      contentHandling: 'ContentHandling',
    },
  ],
  GetIntegrationResponse: [
    'GET /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}',
    200,
    { statusCode: 'StatusCode' },
  ],
  UpdateIntegrationResponse: [
    'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}',
    200,
    { statusCode: 'StatusCode', patchOperations: 'patchOperation[]' },
  ],
  DeleteIntegrationResponse: [
    'DELETE /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}',
    204,
    { statusCode: 'StatusCode' },
  ],
} as const satisfies Readonly<Record<string, Operation>>

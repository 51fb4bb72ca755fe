/** Documentation parts and versions. */
export const DOCUMENTATION_OPERATIONS = {
  CreateDocumentationPart: [
    'POST /restapis/{restApiId}/documentation/parts',
    201,
    { location: 'location!', properties: 'text!' },
  ],
  GetDocumentationPart: ['GET /restapis/{restApiId}/documentation/parts/{documentationPartId}', 200, {}],
  GetDocumentationParts: [
    'GET /restapis/{restApiId}/documentation/parts?type={type}&name={nameQuery}&path={path}&position={position}&limit={limit}&locationStatus={locationStatus}',
    200,
    { type: 'DocumentationPartType', limit: 'integer', locationStatus: 'LocationStatusType' },
  ],
  UpdateDocumentationPart: [
    'PATCH /restapis/{restApiId}/documentation/parts/{documentationPartId}',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteDocumentationPart: ['DELETE /restapis/{restApiId}/documentation/parts/{documentationPartId}', 202, {}],
  ImportDocumentationParts: [
    'PUT /restapis/{restApiId}/documentation/parts?mode={mode}&failonwarnings={failOnWarnings}',
    200,
    { body: 'blob!', mode: 'PutMode', failOnWarnings: 'boolean' },
  ],
  CreateDocumentationVersion: [
    'POST /restapis/{restApiId}/documentation/versions',
    201,
    { documentationVersion: 'text!', stageName: 'text', description: 'text' },
  ],
  GetDocumentationVersion: ['GET /restapis/{restApiId}/documentation/versions/{documentationVersion}', 200, {}],
  GetDocumentationVersions: [
    'GET /restapis/{restApiId}/documentation/versions?position={position}&limit={limit}',
    200,
    { limit: 'integer' },
  ],
  UpdateDocumentationVersion: [
    'PATCH /restapis/{restApiId}/documentation/versions/{documentationVersion}',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteDocumentationVersion: ['DELETE /restapis/{restApiId}/documentation/versions/{documentationVersion}', 202, {}],
} as const

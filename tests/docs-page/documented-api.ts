const mock = (body: string): object => ({
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': body } } },
})
const answers = (name: string): object => ({
  200: { description: 'ok', content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
})

/** An API with documentation parts, whose answers come from mocks. */
// oxlint-disable-next-line no-explicit-any
export function documentedDefinition(): any {
  return {
    openapi: '3.0.1',
    info: { title: 'Petstore', version: '2026-11' },
    paths: {
      '/pets': {
        get: {
          operationId: 'ListPets',
          parameters: [{ name: 'kind', in: 'query', schema: { type: 'string' } }],
          responses: answers('Pets'),
          'x-amazon-apigateway-integration': mock('[{"id": 7, "name": "Rex"}]'),
        },
        post: {
          operationId: 'AddPet',
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
          responses: answers('Pet'),
          'x-amazon-apigateway-integration': mock('{"id": 8, "name": "Tom"}'),
        },
      },
      '/pets/{id}': {
        get: {
          operationId: 'ReadPet',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: answers('Pet'),
          'x-amazon-apigateway-integration': mock('{"id": $input.params("id"), "name": "Rex"}'),
        },
      },
    },
    components: {
      schemas: {
        Pet: { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } },
        Pets: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
      },
    },
    'x-amazon-apigateway-documentation': {
      version: '1',
      documentationParts: [
        { location: { type: 'API' }, properties: { info: { description: 'Everything about pets.' } } },
        {
          location: { type: 'METHOD', path: '/pets', method: 'GET' },
          properties: { summary: 'All pets', tags: ['pets'], description: 'In the order of their arrival.' },
        },
        {
          location: { type: 'METHOD', path: '/pets', method: 'POST' },
          properties: { summary: 'A new pet', tags: ['pets'] },
        },
        {
          location: { type: 'METHOD', path: '/pets/{id}', method: 'GET' },
          properties: { summary: 'One pet by its number', tags: ['pets'] },
        },
        {
          location: { type: 'PATH_PARAMETER', path: '/pets/{id}', name: 'id' },
          properties: { description: 'Number on the collar' },
        },
        { location: { type: 'MODEL', name: 'Pet' }, properties: { description: 'A cat, a dog, or a fish.' } },
      ],
    },
  }
}

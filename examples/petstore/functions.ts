import type { APIGatewayProxyEvent, APIGatewayProxyResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda'

interface NewPet {
  readonly pet: { readonly name: string; readonly type: string }
  readonly label: string
  readonly by: string
}

const pets = new Map([['1', { id: '1', name: 'Ada', type: 'cat' }]])

/** Behind GET /pets: a proxy integration, so the answer is the function's own. */
export async function listPets(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const type = event.queryStringParameters?.['type']
  const found = [...pets.values()].filter((pet) => type === undefined || pet.type === type)
  return { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: JSON.stringify(found) }
}

/** Behind POST /pets: the template made the event, the integration responses make the answer. */
export async function createPet({ pet }: NewPet): Promise<{ id: string }> {
  if ([...pets.values()].some(({ name }) => name === pet.name))
    throw new Error(`A pet called ${pet.name} is already there`)
  const id = String(pets.size + 1)
  pets.set(id, { id, ...pet })
  return { id }
}

/** The authorizer of POST /pets. */
export async function keepers(event: APIGatewayTokenAuthorizerEvent): Promise<object> {
  if (event.authorizationToken !== 'Bearer keeper') throw new Error('Unauthorized')
  return {
    principalId: 'keeper-1',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
    },
  }
}

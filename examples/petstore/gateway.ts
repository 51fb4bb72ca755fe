import { readFileSync } from 'node:fs'
// A user writes `from 'postern'`; the example runs from the source, so that a fresh clone needs no build.
import { createGateway, type Gateway } from '../../src/index.js'
import { createPet, keepers, listPets } from './functions.js'

/** The pet store: the definition as it would be deployed, and what stands behind it. */
export function createPetstore(warehouse: string): Gateway {
  return createGateway({
    definition: readFileSync(new URL('petstore.yaml', import.meta.url), 'utf8'),
    stages: {
      prod: {
        variables: { table: 'pets-prod', warehouse },
        cacheClusterEnabled: true,
        methodSettings: { 'pets/{petId}/GET': { cachingEnabled: true, cacheTtlInSeconds: 60 } },
      },
    },
    apiKeys: [{ id: 'zoo', value: 'the-key-of-the-city-zoo' }],
    usagePlans: [{ apiStages: [{ stage: 'prod' }], apiKeyIds: ['zoo'], quota: { limit: 1, period: 'DAY' } }],
    functions: { 'list-pets': listPets, 'create-pet': createPet, keepers },
  })
}

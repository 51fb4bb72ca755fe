import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFaultList } from '../../src/config/fault-list.js'
import { checkGateway } from '../../src/config/generated/check-gateway.js'
import { GATEWAY } from '../../src/config/schema/gateway.js'
import type { GatewaySettings, ApiConfig } from '../../src/config/types.js'
import type { HttpApiConfig } from '../../src/config/http-types.js'
import type { Schema } from '../../src/config/schema/schema.js'
import { REST_API_SETTINGS } from '../../src/config/schema/rest-api.js'
import { mostlyFitting } from './arbitrary-config.js'
import { compileWithAjv } from './json-schema.js'

const acceptedByAjv = compileWithAjv(GATEWAY)

function faultsOf(config: unknown): readonly unknown[] {
  const list = createFaultList()
  checkGateway(list, config, '')
  return list.faults
}

describe('the schema of the config', () => {
  it('means to the generated checker what it means to ajv', () => {
    const accepted = { yes: 0, no: 0 }
    for (const odds of [20, 1000]) {
      fc.assert(
        fc.property(mostlyFitting(GATEWAY, odds), (config) => {
          const expected = acceptedByAjv(config)
          accepted[expected ? 'yes' : 'no']++
          expect(faultsOf(config).length === 0, JSON.stringify(acceptedByAjv.errors)).toBe(expected)
        }),
        { numRuns: 1500 },
      )
    }
    // Both answers are put to the test.
    expect(Math.min(accepted.yes, accepted.no)).toBeGreaterThan(200)
  })

  // The compiler is the test: `npm run typecheck` fails in src/config/schema when a key of the types is missing or too many.
  it('has the keys of the types, neither more nor fewer', () => {
    // @ts-expect-error -- every other key of an API is missing
    const tooFew: Record<keyof ApiConfig, Schema> = { definition: {} }
    // @ts-expect-error -- there is no such key
    const tooMany = { keys: {} } satisfies Partial<Record<keyof HttpApiConfig | keyof GatewaySettings, Schema>>
    expect([tooFew, tooMany]).toHaveLength(2)
    expect(Object.keys(REST_API_SETTINGS.properties ?? {})).toContain('definition')
  })
})

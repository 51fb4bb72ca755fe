import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configCheckSources } from '../../scripts/config-check-source.js'

const sources = await configCheckSources()

describe('the generated checker of the config', () => {
  it.each([...sources])('%s is what its schema makes', (file, source) => {
    const isCurrent = readFileSync(file, 'utf8') === source
    expect(isCurrent, `${file} is stale: npm run generate`).toBe(true)
  })

  it('is the same each time it is made', async () => {
    expect(await configCheckSources()).toEqual(sources)
  })
})

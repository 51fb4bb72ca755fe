import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROOT } from '../support/public-entries.js'

const FOLDER = `${ROOT}src/contract/`
const PREFIXES =
  /^(?:api|route|authorization|api-key|parameter|request-body|response-body|response|integration|integration-response|passthrough|content-handling|template|cors|gateway-response|binary-media-types|compression|endpoint|policy|stage|throttle|cache|web-acl|route-response)\/[a-z-]+$/

/** Rules as the source writes them out; those that are put together of parts are known by their prefix. */
function writtenRules(): Set<string> {
  const rules = new Set<string>()
  for (const file of readdirSync(FOLDER)) {
    for (const [, text = ''] of readFileSync(FOLDER + file, 'utf8').matchAll(/'([a-z-]+\/[a-z-]+)'/g))
      if (PREFIXES.test(text)) rules.add(text)
  }
  return rules
}

test('the page has every rule of the source', () => {
  const page = readFileSync(`${ROOT}docs/contract.md`, 'utf8')
  const written = [...writtenRules()].filter(
    (rule) => rule !== 'authorization/user-pools' && rule !== 'authorization/audience',
  )
  expect(written.length).toBeGreaterThan(60)
  expect(written.filter((rule) => !page.includes(`\`${rule}\``))).toEqual([])
})

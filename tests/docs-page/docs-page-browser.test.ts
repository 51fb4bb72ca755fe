import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { docsPage } from '../../src/docs-page/index.js'
import { createGateway } from '../../src/index.js'
import { chromiumPath, launchChromium } from '../browser/chromium.js'
import { ROOT } from '../support/public-entries.js'
import { documentedDefinition } from './documented-api.js'

// The picture in the docs is taken by hand (POSTERN_SCREENSHOT=1): each drawing differs by some pixels.
const SCREENSHOT = process.env['POSTERN_SCREENSHOT'] === undefined ? undefined : `${ROOT}docs/images/docs-page.png`

if (chromiumPath === undefined) {
  test.skipIf(process.env['CI'] === undefined)('not here: Chromium, for the documentation page', () => {
    expect.fail('Chromium is not installed: apt-get install chromium, or set CHROMIUM_PATH')
  })
}

describe.skipIf(chromiumPath === undefined)('the documentation page, in Chromium', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let base: string
  const asked: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    const gateway = createGateway({ definition: documentedDefinition(), logger: false })
    const [docs, api] = [toNodeHandler(docsPage(gateway), { fallthrough: true }), toNodeHandler(gateway)]
    server = createServer((request, response) => docs(request, response, () => api(request, response)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1000, height: 1250 } })
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`${base}/docs`)
    await page.waitForSelector('.opblock')
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
  })

  test('shows the API and its documentation parts', async () => {
    expect(await page.title()).toBe('Petstore · prod')
    const text = await page.textContent('#page')
    for (const part of ['Petstore', 'Everything about pets.', 'All pets', 'One pet by its number'])
      expect(text).toContain(part)
    expect(await page.locator('.opblock').count()).toBe(3)
  })

  test('expands an operation, tries it out, and gets the answer of the gateway', async () => {
    const operation = page.locator('.opblock', { hasText: 'One pet by its number' })
    await operation.locator('.opblock-summary-control').click()
    await operation.getByRole('button', { name: 'Try it out' }).click()
    expect(await operation.textContent()).toContain('Number on the collar')
    await operation.locator('input[placeholder="id"]').fill('7')
    await operation.getByRole('button', { name: 'Execute', exact: true }).click()
    const live = operation.locator('.live-responses-table')
    await live.waitFor()
    expect(await live.locator('tbody .response-col_status').first().textContent()).toContain('200')
    const answer = await live.locator('tbody .response-col_description').first().textContent()
    expect(answer).toContain('"name": "Rex"')
    expect(asked).toContain(`${base}/prod/pets/7`)
    if (SCREENSHOT === undefined) return
    await page.evaluate('window.scrollTo(0, 0)')
    mkdirSync(`${ROOT}docs/images`, { recursive: true })
    writeFileSync(SCREENSHOT, await page.screenshot({ fullPage: false }))
  }, 30_000)

  test('asks nobody else, and breaks no policy', () => {
    expect(asked.filter((url) => !url.startsWith(base) && !url.startsWith('data:'))).toEqual([])
    expect(complaints).toEqual([])
  })
})

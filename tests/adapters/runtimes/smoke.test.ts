import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** Sends a request to a runtime. */
type Dispatch = (path: string, init?: { readonly method?: string; readonly body?: string }) => Promise<Response>

describeRuntime('bun', async () => {
  const child = spawn(binaryOf('bun'), [join(HERE, 'bun-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const base = `http://127.0.0.1:${port.toString().trim()}`
  return { dispatch: (path, init) => fetch(base + path, init), from: '127.0.0.1', stop: () => end(child) }
})

describeRuntime('workerd', async () => {
  const script = await bundleWorker()
  const runtime = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
  })
  const address = { 'cf-connecting-ip': '9.9.9.9' }
  return {
    dispatch: async (path, init) => {
      return runtime.dispatchFetch(`http://worker.test${path}`, { ...init, headers: address })
    },
    from: '9.9.9.9',
    stop: () => runtime.dispose(),
  }
})

interface Started {
  readonly dispatch: Dispatch
  /** The client's address as the runtime tells it. */
  readonly from: string
  stop(): Promise<void>
}

function describeRuntime(name: string, start: () => Promise<Started>): void {
  describe(name, () => {
    let started: Started
    beforeAll(async () => {
      started = await start()
    })
    afterAll(() => started.stop())

    test('renders a template, and knows where the client calls from', async () => {
      const response = await started.dispatch('/prod/mock')
      expect([response.status, await response.json()]).toEqual([200, { from: started.from }])
      expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/)
    })

    test('calls a function with the bytes that were sent, and keeps its cookies apart', async () => {
      const response = await started.dispatch('/prod/function?x=1&x=2', { method: 'POST', body: '{"a": 1, "é": 2}' })
      expect(response.status).toBe(201)
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
      expect(await response.json()).toMatchObject({
        body: '{"a": 1, "é": 2}',
        httpMethod: 'POST',
        multiValueQueryStringParameters: { x: ['1', '2'] },
      })
    })

    test('refuses what has no route, without a body for HEAD', async () => {
      const refused = await started.dispatch('/prod/nowhere')
      expect([refused.status, await refused.json()]).toEqual([403, { message: 'Missing Authentication Token' }])
      const head = await started.dispatch('/prod/nowhere', { method: 'HEAD' })
      expect([head.status, await head.text()]).toEqual([403, ''])
    })
  })
}

// A Worker has no `require`: what is loaded on first use elsewhere stands in the bundle.
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(HERE, 'worker.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    external: ['node:*'],
    conditions: ['workerd', 'worker', 'import'],
    // What `imports` of package.json says for runtimes without `require`.
    alias: { '#packages': join(HERE, '../../../src/runtime/packages-static.ts') },
  })
  return outputFiles[0]?.text ?? ''
}

function binaryOf(name: string): string {
  return join(HERE, '../../../node_modules/.bin', name)
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill()
  await exited
}

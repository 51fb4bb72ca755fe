import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** Sends a request to a runtime. */
type Dispatch = (path: string, init?: RequestInit) => Promise<Response>

describeRuntime('bun', ['bun'], async () => {
  const child = spawn(binaryOf('bun'), [join(HERE, 'bun-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const base = `http://127.0.0.1:${port.toString().trim()}`
  return { dispatch: (path, init) => fetch(base + path, init), from: '127.0.0.1', stop: () => end(child) }
})

describeRuntime('workerd', ['miniflare', 'esbuild'], async () => {
  const { Miniflare } = (await load('miniflare')) as { Miniflare: new (options: object) => Runtime }
  const script = await bundleWorker()
  const runtime = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
  })
  const address = { 'cf-connecting-ip': '9.9.9.9' }
  return {
    dispatch: (path, init) =>
      runtime.dispatchFetch(`http://worker.test${path}`, { ...init, headers: { ...init?.headers, ...address } }),
    from: '9.9.9.9',
    stop: () => runtime.dispose(),
  }
})

interface Runtime {
  dispatchFetch(url: string, init: object): Promise<Response>
  dispose(): Promise<void>
}

interface Started {
  readonly dispatch: Dispatch
  /** The client's address as the runtime tells it. */
  readonly from: string
  stop(): Promise<void>
}

function describeRuntime(name: string, packages: readonly string[], start: () => Promise<Started>): void {
  const missing = packages.filter((one) => folderOf(one) === undefined)
  if (missing.length > 0) {
    test.skip(`${name}: not installed: ${missing.join(', ')}`, () => {})
    return
  }
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
  const { build } = (await load('esbuild')) as {
    build(options: object): Promise<{ outputFiles: Array<{ text: string }> }>
  }
  const contents = readFileSync(join(HERE, 'static-lazy.ts'), 'utf8')
  const staticLazy = {
    name: 'static-lazy',
    setup: (plugins: { onLoad(filter: object, load: () => object): void }) =>
      plugins.onLoad({ filter: /runtime\/lazy\.ts$/ }, () => ({ contents, loader: 'ts', resolveDir: HERE })),
  }
  const { outputFiles } = await build({
    entryPoints: [join(HERE, 'worker.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    external: ['node:*'],
    conditions: ['workerd', 'worker', 'import'],
    plugins: [staticLazy],
  })
  return outputFiles[0]?.text ?? ''
}

// By name at run time: whoever has not installed the package can still check the types of this file.
function load(name: string): Promise<unknown> {
  return import(/* @vite-ignore */ name)
}

function folderOf(name: string): string | undefined {
  const { paths } = createRequire(import.meta.url).resolve
  return (paths(name) ?? []).map((folder) => join(folder, name)).find((folder) => existsSync(folder))
}

function binaryOf(name: string): string {
  return join(dirname(folderOf(name) ?? ''), '.bin', name)
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill()
  await exited
}

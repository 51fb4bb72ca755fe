import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from '../support/public-entries.js'

const run = promisify(execFile)

test.each(['node', 'express', 'koa', 'hono', 'fastify', 'http-api'])(
  'examples/%s answers a call and ends',
  async (name) => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', `examples/${name}/main.ts`, '--once'], {
      cwd: ROOT,
    })
    expect(stdout).toBe('200 Hello Ada\n')
  },
)

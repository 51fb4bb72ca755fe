import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { ROOT } from '../support/public-entries.js'

it('examples/services stores and reads through DynamoDB', async () => {
  const args = ['--import', 'tsx', 'examples/services/main.ts']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  expect(stdout.trim().split('\n').at(-1)).toBe('GET /prod/pets/rex → 200 {"name":"Rex"}')
})

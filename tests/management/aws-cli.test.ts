import { spawn, spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { createManagement } from '../../src/management/index.js'

const hasCli = spawnSync('aws', ['--version']).status === 0
const mustRun = process.env['CI'] !== undefined

describe.skipIf(!hasCli && !mustRun)(hasCli ? 'the AWS CLI' : 'not here: the AWS CLI', () => {
  let server: Server
  beforeAll(async () => {
    server = createServer(toNodeHandler(createManagement()))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void server.close())

  const aws = (...args: string[]): Promise<{ readonly text: string; readonly error: string }> => {
    const { port } = server.address() as AddressInfo
    const endpoint = ['--endpoint-url', `http://127.0.0.1:${port}`, '--region', 'us-east-1', '--output', 'json']
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_PAGER: '' }
    const child = spawn('aws', [...endpoint, 'apigateway', ...args], { env })
    return new Promise((resolve) => {
      const out = { text: '', error: '' }
      child.stdout.on('data', (chunk) => void (out.text += String(chunk)))
      child.stderr.on('data', (chunk) => void (out.error += String(chunk)))
      child.on('close', () => resolve(out))
    })
  }

  it('makes an API, lists it, and is told what is wrong', async () => {
    const made = await aws('create-rest-api', '--name', 'atlas')
    const { id } = JSON.parse(made.text) as { id: string }
    const patch = await aws(
      'update-rest-api',
      '--rest-api-id',
      id,
      '--patch-operations',
      'op=replace,path=/name,value=maps',
    )
    expect(JSON.parse(patch.text)).toMatchObject({ name: 'maps', tags: {} })
    const listed = await aws('get-rest-apis')
    expect(JSON.parse(listed.text)).toMatchObject({ items: [{ id, name: 'maps' }] })
    const refused = await aws('get-rest-api', '--rest-api-id', 'nope')
    expect(refused.error).toContain('(NotFoundException)')
    expect(refused.error).toContain('Invalid API identifier specified 123456789012:nope')
  }, 60_000)
})

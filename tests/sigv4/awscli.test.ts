// Debian's awscli signs over a socket: the one client here that is neither JavaScript nor ours. `apigatewaymanagementapi` is
// the part of it whose signatures are for `execute-api`; a REST API can have the same paths.
import { execFile, spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '../../src/index.js'
import { toNodeHandler } from '../../src/adapters/node.js'

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const ALLOW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] }
const version = spawnSync('aws', ['--version'], { encoding: 'utf8' })
const isHere = version.status === 0

interface Run {
  readonly failed: boolean
  readonly out: string
}

describe('awscli', () => {
  let server: Server
  let sessionToken: string | undefined

  beforeAll(async () => {
    const answer = { handler: (event: object) => ({ statusCode: 200, body: seen(event) }), authorizer: 'AWS_IAM' }
    const gateway = createGateway({
      logger: false,
      credentials: {
        lookup: (id) =>
          id === KEY.accessKeyId
            ? {
                secretAccessKey: KEY.secretAccessKey,
                accountId: '123456789012',
                userArn: 'arn:aws:iam::123456789012:user/ada',
                policies: [ALLOW],
                ...(sessionToken !== undefined && { sessionToken }),
              }
            : undefined,
      },
      routes: {
        'POST /@connections/{connectionId}': answer,
        'GET /@connections/{connectionId}': answer,
      },
    })
    server = createServer(toNodeHandler(gateway))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const bodies: string[] = []
  function seen(event: object): string {
    const { body, requestContext } = event as { body: string | null; requestContext: { identity: { userArn: string } } }
    bodies.push(`${requestContext.identity.userArn} ${body}`)
    return JSON.stringify({
      connectedAt: '2026-01-01T00:00:00Z',
      identity: { sourceIp: '127.0.0.1', userAgent: 'seen' },
    })
  }

  function aws(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
    const { port } = server.address() as AddressInfo
    const endpoint = `http://127.0.0.1:${port}/prod`
    const all = ['apigatewaymanagementapi', ...args, '--endpoint-url', endpoint, '--region', 'us-east-1']
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      ...environment,
    }
    return new Promise((resolve) => {
      execFile('aws', all, { env }, (error, stdout, stderr) =>
        resolve({ failed: error !== null, out: stdout + stderr }),
      )
    })
  }

  const needsIt = (skip: (note: string) => void): void => {
    if (!isHere) skip('not here: awscli')
  }

  test('is here, as CI must have it', ({ skip }) => {
    if (process.env['CI'] === undefined) needsIt(skip)
    expect(version.stdout + version.stderr).toContain('aws-cli/')
  })

  test(
    'signs a call with a body and a path that is escaped, and is accepted',
    { timeout: 60_000 },
    async ({ skip }) => {
      needsIt(skip)
      const run = await aws(['post-to-connection', '--connection-id', 'Aa1_b-c=', '--data', 'aGVsbG8='])
      expect(run).toEqual({ failed: false, out: '' })
      expect(bodies.at(-1)).toMatch(/^arn:aws:iam::123456789012:user\/ada (hello|aGVsbG8=)$/)
    },
  )

  test('signs with a session token, and is accepted', { timeout: 60_000 }, async ({ skip }) => {
    needsIt(skip)
    sessionToken = 'IQoJb3JpZ2luX2VjE/+=='
    const run = await aws(['get-connection', '--connection-id', 'a b'], { AWS_SESSION_TOKEN: sessionToken })
    expect(run.out).toContain('"UserAgent": "seen"')
    expect((await aws(['get-connection', '--connection-id', 'a b'])).out).toContain('UnrecognizedClientException')
    sessionToken = undefined
  })

  test('is refused with the wrong secret, and understands why', { timeout: 60_000 }, async ({ skip }) => {
    needsIt(skip)
    const run = await aws(['get-connection', '--connection-id', 'x'], { AWS_SECRET_ACCESS_KEY: 'wrong' })
    expect(run.failed).toBe(true)
    expect(run.out).toContain('InvalidSignatureException')
  })
})

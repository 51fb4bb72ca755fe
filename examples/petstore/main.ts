import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '../../src/adapters/node.js'
import type { Gateway, HandleRequest } from '../../src/index.js'
import { createPetstore } from './gateway.js'
import { startWarehouse } from './warehouse.js'

interface Call {
  readonly shows: string
  readonly request: HandleRequest
  readonly status: number
}

const json = { 'Content-Type': 'application/json' }
const keeper = { ...json, Authorization: 'Bearer keeper' }

const calls: readonly Call[] = [
  {
    shows: 'a mock, with stage variables in its template',
    request: { method: 'GET', path: '/prod/health' },
    status: 200,
  },
  { shows: 'the preflight that the console adds', request: { method: 'OPTIONS', path: '/prod/pets' }, status: 204 },
  { shows: 'a Lambda proxy function', request: { method: 'GET', path: '/prod/pets?type=cat' }, status: 200 },
  {
    shows: 'an authorizer that finds no token',
    request: { method: 'POST', path: '/prod/pets', headers: json, body: '{}' },
    status: 401,
  },
  {
    shows: 'a body that does not fit its model, and why',
    request: { method: 'POST', path: '/prod/pets', headers: keeper, body: '{"name":"Rex","type":"bird"}' },
    status: 400,
  },
  {
    shows: 'templates both ways around a Lambda function',
    request: { method: 'POST', path: '/prod/pets', headers: keeper, body: '{"name":"Rex","type":"dog"}' },
    status: 201,
  },
  {
    shows: "the function's error, mapped by its message",
    request: { method: 'POST', path: '/prod/pets', headers: keeper, body: '{"name":"Rex","type":"dog"}' },
    status: 409,
  },
  { shows: 'an HTTP back end with mapped parameters', request: { method: 'GET', path: '/prod/pets/1' }, status: 200 },
  { shows: 'the same from the cache', request: { method: 'GET', path: '/prod/pets/1' }, status: 200 },
  { shows: "the back end's 404 by its pattern", request: { method: 'GET', path: '/prod/pets/9' }, status: 404 },
  { shows: 'a method that needs an API key', request: { method: 'GET', path: '/prod/reports/daily' }, status: 403 },
  {
    shows: 'the same with the key, passed through',
    request: { method: 'GET', path: '/prod/reports/daily/2026', headers: { 'x-api-key': 'the-key-of-the-city-zoo' } },
    status: 200,
  },
  {
    shows: 'a quota that is used up',
    request: { method: 'GET', path: '/prod/reports/daily/2026', headers: { 'x-api-key': 'the-key-of-the-city-zoo' } },
    status: 429,
  },
  {
    shows: 'a route that is not there, with the own gateway response',
    request: { method: 'GET', path: '/prod/dragons' },
    status: 404,
  },
]

const warehouse = await startWarehouse()
const gateway = createPetstore(warehouse.address)
const server = createServer(toNodeHandler(gateway))
const option = (name: string): string | undefined => process.argv[process.argv.indexOf(name) + 1]
const serve = process.argv.includes('--serve')
const port = process.argv.includes('--port') ? Number(option('--port')) : serve ? 3000 : 0
await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

if (serve) {
  console.log(`The pet store answers at ${base}/prod. Try:`)
  console.log(`  curl -i ${base}/prod/pets`)
  console.log(
    `  curl -i -X POST ${base}/prod/pets -H 'Authorization: Bearer keeper' -H 'Content-Type: application/json' -d '{"name":"Rex","type":"dog"}'`,
  )
} else {
  const wrong = (await callInProcess(gateway)) + (await callOverSocket(base))
  server.closeAllConnections()
  server.close()
  warehouse.close()
  await gateway.close()
  console.log(wrong === 0 ? '\nEvery answer is what the service answers.' : `\n${wrong} answers were not expected.`)
  process.exitCode = wrong === 0 ? 0 : 1
}

async function callInProcess(gateway: Gateway): Promise<number> {
  console.log('In the process, through handle():')
  let wrong = 0
  for (const { shows, request, status } of calls) {
    const response = await gateway.handle(request)
    const errorType = response.headers.get('x-amzn-errortype')
    print(request, response.statusCode, `${response.text()}${errorType === undefined ? '' : `  (${errorType})`}`, shows)
    if (response.statusCode !== status) wrong++
  }
  return wrong
}

async function callOverSocket(base: string): Promise<number> {
  console.log('\nOver a socket, through the node:http adapter:')
  let wrong = 0
  for (const path of ['/prod/health', '/prod/pets', '/prod/nothing']) {
    const response = await fetch(base + path)
    print(
      { method: 'GET', path },
      response.status,
      await response.text(),
      `x-amzn-RequestId ${response.headers.get('x-amzn-requestid')}`,
    )
    if (response.status !== (path === '/prod/nothing' ? 404 : 200)) wrong++
  }
  return wrong
}

function print({ method, path }: HandleRequest, status: number, body: string, shows: string): void {
  const paint = process.stdout.isTTY ? (status < 400 ? '\u001b[32m' : '\u001b[33m') : ''
  console.log(`  ${paint}${status}${paint === '' ? '' : '\u001b[0m'} ${method} ${path}  ← ${shows}`)
  if (body !== '') console.log(`      ${body.replaceAll(/\s+/g, ' ').trim()}`)
}

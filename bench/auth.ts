// What each kind of guard adds to a request, in µs, and what a million API keys cost: for people to read, not targets.
// tsx --expose-gc bench/auth.ts
import { createGateway, type Gateway, type GatewayConfig, type HandleRequest } from '../src/index.js'
import { createTestIssuer, createTestSigner } from '../src/testing/index.js'
import { type Candidate, compare, format } from './harness.js'

const clock = { now: (): number => Date.now() }
const signer = createTestSigner({ clock })
const issuer = createTestIssuer({ clock })
const handler = (): object => ({ statusCode: 200, body: '{}' })
const ALLOW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] }
const RATE = { rateLimit: 1e9, burstLimit: 1e9 }
const OPEN = 'no guard'

/** Twenty statements, of which the last but one allows: all denials are looked at first. */
const POLICY = {
  Version: '2012-10-17',
  Statement: Array.from({ length: 20 }, (_, at) => ({
    Effect: at < 18 ? 'Deny' : 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: at < 18 ? `execute-api:/*/GET/closed-${at}/*` : 'execute-api:/*',
    ...(at % 2 === 0 && { Condition: { NotIpAddress: { 'aws:SourceIp': [`10.${at}.0.0/16`, '2001:db8::/32'] } } }),
  })),
}

function gatewayOf(config: Partial<GatewayConfig>, route: object = {}): Gateway {
  return createGateway({
    logger: false,
    http: issuer.http,
    credentials: signer.credentials,
    authorizers: {
      gate: { type: 'TOKEN', handler: async () => ({ principalId: 'u1', policyDocument: ALLOW }) },
      users: { type: 'COGNITO_USER_POOLS', providerARNs: [issuer.userPoolArn] },
    },
    ...config,
    routes: { 'GET /x': { handler, ...route } },
  })
}

async function calling(gateway: Gateway, next: () => HandleRequest): Promise<Candidate> {
  const response = await gateway.handle(next())
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.text()}`)
  return () => gateway.handle(next())
}

/** A request whose one header has a value of its own each time, as from a socket. */
const call = (name: string, values: readonly string[]) => (): HandleRequest => {
  turn = (turn + 7919) % values.length
  const value = Buffer.from(values[turn] as string, 'latin1').toString('latin1')
  return { method: 'GET', path: '/prod/x', headers: { Host: 'api.example.test', [name]: value } }
}
let turn = 0

function keyed(count: number, limits: boolean): { readonly gateway: Gateway; readonly keys: readonly string[] } {
  const keys = Array.from({ length: count }, (_, at) => `key-${at}-of-the-bench-with-20-characters`)
  const gateway = gatewayOf(
    {
      apiKeys: keys.map((value, at) => ({ id: `k${at}`, value })),
      usagePlans: [
        {
          id: 'plan',
          apiStages: [{ stage: 'prod' }],
          apiKeyIds: keys.map((_, at) => `k${at}`),
          ...(limits && { throttle: RATE, quota: { limit: 1e12, period: 'DAY' } }),
        },
      ],
    },
    { apiKeyRequired: true },
  )
  return { gateway, keys }
}

async function guards(): Promise<void> {
  const TOKENS = Array.from({ length: 256 }, (_, at) => issuer.token({ n: at }))
  const NONE = call('X-Other', ['value'])
  const pool = gatewayOf({}, { authorizer: 'users' })
  for (const token of TOKENS) await pool.handle(call('Authorization', [token])())
  const settings = { prod: { methodSettings: { '*/*': { throttlingRateLimit: 1e9, throttlingBurstLimit: 1e9 } } } }
  const [some, many] = [keyed(1, true), keyed(10_000, true)]
  const candidates: Record<string, Candidate> = {
    [OPEN]: await calling(gatewayOf({}), NONE),
    'Lambda authorizer, result cached, 256 callers': await calling(
      gatewayOf({}, { authorizer: 'gate' }),
      call(
        'Authorization',
        TOKENS.map((_, n) => `caller-${n}`),
      ),
    ),
    'API key, plan with throttle and quota, 1 key': await calling(some.gateway, call('x-api-key', some.keys)),
    'API key, plan with throttle and quota, 10,000 keys': await calling(many.gateway, call('x-api-key', many.keys)),
    'throttle of the stage and the account': await calling(
      gatewayOf({ stages: settings, account: { throttle: RATE } }),
      NONE,
    ),
    'resource policy of 20 statements': await calling(gatewayOf({ policy: POLICY }), NONE),
    'JWT, remembered, 256 tokens': await calling(pool, call('Authorization', TOKENS)),
    SigV4: await calling(gatewayOf({}, { authorizer: 'AWS_IAM' }), signedCall()),
  }
  report(await compare({ name: 'What guards add', candidates, rounds: 31 }))
}

/** By itself: its threads and its garbage would be measured in the others. */
async function firstSight(): Promise<void> {
  const first = issuer.token()
  const tokens = Array.from({ length: 2000 }, (_, serial) => issuer.token({ serial }))
  // More tokens than a verifier remembers would take minutes to sign: each of many gateways sees these once.
  const gateways = Array.from({ length: 64 }, () => gatewayOf({}, { authorizer: 'users' }))
  for (const one of gateways) await one.handle(call('Authorization', [first])())
  let at = 0
  const unseen = (): unknown => {
    const one = at++
    const gateway = gateways[Math.floor(one / tokens.length) % gateways.length] as Gateway
    return gateway.handle(call('Authorization', [tokens[one % tokens.length] as string])())
  }
  const open = await calling(gatewayOf({}), call('X-Other', ['value']))
  report(
    await compare({
      name: 'A token, first sight',
      candidates: { [OPEN]: open, 'JWT RS256, first sight': unseen },
      rounds: 15,
    }),
  )
}

/** Signed anew each second, as clients do; the signing itself is not to be measured. */
function signedCall(): () => HandleRequest {
  let signedAt = 0
  let request: HandleRequest = { method: 'GET', path: '/prod/x' }
  return () => {
    if (Date.now() - signedAt > 60_000) {
      signedAt = Date.now()
      request = signer.sign({ path: '/prod/x', query: { a: '1', b: '2' } })
    }
    return request
  }
}

function report({ candidates }: Awaited<ReturnType<typeof compare>>): void {
  // By the ratios of the same rounds: the machine's pace changes from one to the next.
  const open = candidates.find(({ name }) => name === OPEN)?.microseconds.median ?? 0
  console.log(`\n| guard | µs added | µs in all |\n| --- | ---: | ---: |`)
  for (const { name, timesFloor } of candidates.filter((one) => one.name !== OPEN))
    console.log(`| ${name} | ${format((timesFloor.median - 1) * open)} | ${format(timesFloor.median * open)} |`)
}

async function manyKeys(count: number): Promise<void> {
  const collect = globalThis.gc
  const used = (): number => {
    collect?.()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  const began = performance.now()
  const { gateway, keys } = keyed(count, true)
  const built = performance.now() - began
  const candidate = await calling(gateway, call('x-api-key', keys))
  for (let n = 0; n < count; n++) await candidate()
  const each = (used() - before) / count
  report(
    await compare({
      name: `API key with plan, ${count.toLocaleString('en')} keys`,
      candidates: { [OPEN]: await calling(gatewayOf({}), call('X-Other', ['value'])), 'with a key': candidate },
      rounds: 15,
    }),
  )
  const bytes =
    collect === undefined || count < 1000
      ? 'bytes not measured'
      : `${each.toFixed(0)} bytes a key: its text, its entry, its plan, bucket and quota`
  console.log(`built in ${built.toFixed(0)} ms, ${bytes}`)
}

await guards()
await firstSight()
for (const count of [1, 10_000, 1_000_000]) await manyKeys(count)

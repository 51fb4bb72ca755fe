import { describe, it } from 'vitest'
import { HeaderList } from '../../src/http/header-list.js'
import { createIntegrations } from '../../src/integration/create-integrations.js'
import type { IntegrationOptions } from '../../src/integration/create-integrations.js'
import type { EndpointResponse } from '../../src/integration/types.js'
import {
  integrationContract,
  type BackendMood,
  type IntegrationSubject,
} from '../../src/testing/contracts/integration.js'
import type { VirtualClock } from '../../src/testing/virtual-clock.js'
import { functionUri, makeDefinition, recordingLogger } from './make-request.js'

const answer = (): EndpointResponse => ({ statusCode: 200, headers: new HeaderList(), body: '{}' })

function moody<T>(answer: () => T): { run: () => Promise<T>; set: (mood: BackendMood) => void } {
  let mood: BackendMood = 'answer'
  return {
    set: (next) => (mood = next),
    run: () => {
      if (mood === 'hang') return new Promise(() => {})
      return mood === 'fail'
        ? Promise.reject(Object.assign(new Error('down'), { code: 'ECONNRESET' }))
        : Promise.resolve(answer())
    },
  }
}

function integrations(
  clock: VirtualClock,
  options: Partial<IntegrationOptions>,
): ReturnType<typeof createIntegrations> {
  return createIntegrations({
    ...options,
    runtime: { clock, logger: recordingLogger(), region: 'us-east-1', accountId: '123456789012' },
  })
}

const SUBJECTS: Readonly<Record<string, (clock: VirtualClock) => IntegrationSubject>> = {
  MOCK: (clock) => ({
    factory: integrations(clock, {}).MOCK,
    definition: makeDefinition({ type: 'MOCK' }),
    request: { body: '{"statusCode":200}' },
  }),
  HTTP: (clock) => {
    const { run, set } = moody(answer)
    return {
      factory: integrations(clock, { http: run }).HTTP,
      definition: makeDefinition({ type: 'HTTP', uri: 'http://a.example/', httpMethod: 'GET' }),
      backend: set,
    }
  },
  AWS: (clock) => {
    const { run, set } = moody(answer)
    return {
      factory: integrations(clock, { services: { sqs: run } }).AWS,
      definition: makeDefinition({ type: 'AWS', uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q', httpMethod: 'POST' }),
      backend: set,
    }
  },
  'AWS_PROXY to a function': (clock) => {
    const { run, set } = moody(() => ({ statusCode: 200 }))
    return {
      factory: integrations(clock, { functions: { work: run } }).AWS_PROXY,
      definition: makeDefinition({ type: 'AWS_PROXY', uri: functionUri('work'), httpMethod: 'POST' }),
      backend: set,
    }
  },
  'AWS_PROXY to an invoker': (clock) => {
    const { run, set } = moody(() => ({ value: { statusCode: 200 } }))
    return {
      factory: integrations(clock, { functions: { work: { invoke: run } } }).AWS_PROXY,
      definition: makeDefinition({ type: 'AWS_PROXY', uri: functionUri('work'), httpMethod: 'POST' }),
      backend: set,
    }
  },
}

for (const [name, create] of Object.entries(SUBJECTS)) {
  describe(`the contract of integrations: ${name}`, () => {
    for (const test of integrationContract(create)) it(test.name, () => test.run())
  })
}

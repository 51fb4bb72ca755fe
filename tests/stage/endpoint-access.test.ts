import { describe, expect, it } from 'vitest'
import { mayCome, type EndpointAccess } from '../../src/stage/endpoint-access.js'

const HOST = 'abc.execute-api.us-east-1.amazonaws.com'
const BY_NAME = 'abc-vpce-1.execute-api.us-east-1.amazonaws.com'

function comes(
  access: Partial<EndpointAccess['api']>,
  request: object,
  endpointType: EndpointAccess['endpointType'] = 'REGIONAL',
): boolean {
  const api = { disableExecuteApiEndpoint: false, ...access }
  return mayCome({ method: 'GET', path: '/', ...request }, { api, endpointType, defaultHost: HOST })
}

describe('the ways to an API', () => {
  it('are all open where nothing is said', () => {
    expect(comes({}, {})).toBe(true)
    expect(comes({}, { host: HOST, vpcEndpointId: 'vpce-1' })).toBe(true)
  })

  it('lead past a default address that is closed', () => {
    expect(comes({ disableExecuteApiEndpoint: true }, {})).toBe(false)
    expect(comes({ disableExecuteApiEndpoint: true }, { headers: { Host: `${HOST}:443` } })).toBe(false)
    expect(comes({ disableExecuteApiEndpoint: true }, { host: 'api.example.com' })).toBe(true)
  })

  it('go through a VPC endpoint to a private API', () => {
    expect(comes({}, { host: HOST }, 'PRIVATE')).toBe(false)
    expect(comes({}, { host: HOST, vpcEndpointId: 'vpce-1' }, 'PRIVATE')).toBe(true)
    expect(
      comes({}, { host: 'vpce-1-x.execute-api.us-east-1.vpce.amazonaws.com', vpcEndpointId: 'vpce-1' }, 'PRIVATE'),
    ).toBe(true)
  })

  it('by the name of a VPC endpoint go only through one that is listed', () => {
    const listed = { endpointConfiguration: { vpcEndpointIds: ['vpce-1'] } }
    expect(comes(listed, { host: BY_NAME, vpcEndpointId: 'vpce-1' }, 'PRIVATE')).toBe(true)
    expect(comes({}, { host: BY_NAME, vpcEndpointId: 'vpce-1' }, 'PRIVATE')).toBe(false)
  })

  it('are checked against the server name of TLS in the STRICT mode', () => {
    const strict = { endpointAccessMode: 'STRICT' } as const
    expect(comes(strict, { host: HOST, tls: { serverName: HOST } })).toBe(true)
    expect(comes(strict, { host: HOST, tls: { serverName: 'other.example' } })).toBe(false)
    expect(comes(strict, { host: HOST, vpcEndpointId: 'vpce-1' })).toBe(false)
    expect(comes(strict, { host: HOST, vpcEndpointId: 'vpce-1' }, 'PRIVATE')).toBe(true)
    const listed = { ...strict, endpointConfiguration: { vpcEndpointIds: ['vpce-1'] } }
    expect(comes(listed, { host: BY_NAME, vpcEndpointId: 'vpce-1' }, 'PRIVATE')).toBe(false)
    const named = { host: HOST, vpcEndpointId: 'vpce-1', headers: { 'x-apigw-api-id': 'abc' } }
    expect(comes(strict, named, 'PRIVATE')).toBe(false)
  })
})

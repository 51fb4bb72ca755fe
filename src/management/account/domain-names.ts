import { type Context, found, type Handlers } from '../context.js'
import { badRequest } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { Draft, PatchTable } from '../patch/patch-target.js'
import type { Input } from '../service-model/operations.js'
import { filled, present } from '../store/fields.js'
import type { DomainNameRecord } from '../store/account-records.js'
import type { DomainState } from '../store/state.js'
import { createTable } from '../store/table.js'

/** The hosted zone of the service's CDN (documented). */
const CDN_HOSTED_ZONE = 'Z2FDTNDATAQYW2'
const REGIONAL_HOSTED_ZONE = 'Z1UJRXOUMOOFQ8'

const DOMAIN_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    ...[
      '/certificateName',
      '/certificateArn',
      '/regionalCertificateName',
      '/regionalCertificateArn',
      '/ownershipVerificationCertificateArn',
      '/securityPolicy',
      '/endpointAccessMode',
      '/policy',
      '/managementPolicy',
      '/routingMode',
      '/endpointConfiguration/ipAddressType',
    ].map((path) => ({ path, ops: ['replace'] as const })),
    { path: '/mutualTlsAuthentication/truststoreUri', ops: ['add', 'replace', 'remove'] },
    { path: '/mutualTlsAuthentication/truststoreVersion', ops: ['add', 'replace', 'remove'] },
    {
      path: '/endpointConfiguration/types/*',
      ops: ['add', 'replace', 'remove'],
      apply: (draft: Draft, { op, value = '' }) => {
        const endpoint = draft['endpointConfiguration'] as { types: readonly string[] }
        if (op === 'add') endpoint.types = [...new Set([...endpoint.types, value])]
        else if (op === 'replace') endpoint.types = [value]
        else endpoint.types = endpoint.types.filter((type) => type !== value)
      },
    },
  ],
}

/** The domain name. @throws ManagementError when there is none */
export function domainOf({ state }: Context, domainName: string): DomainState {
  return found(state.domainNames.get(domainName), 'Invalid domain name identifier specified')
}

/** The addresses that a domain name's own record is to point at. */
function addresses(types: readonly string[], context: Context): Partial<DomainNameRecord> {
  const id = context.newId(10)
  if (types.includes('EDGE'))
    return { distributionDomainName: `d${id}.cloudfront.net`, distributionHostedZoneId: CDN_HOSTED_ZONE }
  if (!types.includes('REGIONAL')) return {}
  return {
    regionalDomainName: `d-${id}.execute-api.${context.region}.amazonaws.com`,
    regionalHostedZoneId: REGIONAL_HOSTED_ZONE,
  }
}

function create(input: Input<'CreateDomainName'>, context: Context): DomainNameRecord {
  const { state, region, accountId } = context
  const { domainName, endpointConfiguration } = input
  if (state.domainNames.has(domainName)) throw badRequest('The domain name you provided already exists.')
  if (!/^(?:\*\.)?(?:[a-z0-9_-]+\.)+[a-z0-9-]+$/i.test(domainName))
    throw badRequest(`Invalid domain name identifier specified: ${domainName}`)
  const types = endpointConfiguration?.types ?? ['EDGE']
  // What identifies a private name and not another: two accounts may have one of the same text.
  const domainNameId = types.includes('PRIVATE') ? context.newId(10) : undefined
  const { certificateBody: _body, certificatePrivateKey: _key, certificateChain: _chain, tags, ...given } = input
  const record = present({
    ...given,
    ...addresses(types, context),
    domainNameId,
    domainNameArn: `arn:aws:apigateway:${region}:${domainNameId === undefined ? '' : accountId}:/domainnames/${domainName}${domainNameId === undefined ? '' : `+${domainNameId}`}`,
    certificateUploadDate: input.certificateArn === undefined ? undefined : context.now(),
    endpointConfiguration: { types, ipAddressType: endpointConfiguration?.ipAddressType ?? 'ipv4' },
    domainNameStatus: 'AVAILABLE',
    securityPolicy: input.securityPolicy ?? 'TLS_1_2',
    tags: filled(tags as Readonly<Record<string, string>> | undefined),
  })
  return state.domainNames.set(domainName, { record, mappings: createTable(state.journal) }).record
}

/** The operations of domain names. */
export const domainNameHandlers: Handlers<
  'CreateDomainName' | 'GetDomainName' | 'GetDomainNames' | 'UpdateDomainName' | 'DeleteDomainName'
> = {
  CreateDomainName: create,
  GetDomainName: ({ domainName }, context) => domainOf(context, domainName).record,
  GetDomainNames: (input, { state }) =>
    pageOf(
      state.domainNames.values().map(({ record }) => record),
      input,
    ),
  UpdateDomainName: ({ domainName, patchOperations }, context) => {
    const domain = domainOf(context, domainName)
    const record = applyPatch(domain.record, patchOperations, DOMAIN_PATCH)
    return context.state.domainNames.set(domainName, { ...domain, record }).record
  },
  DeleteDomainName: ({ domainName }, context) => {
    context.state.domainNames.delete(domainOf(context, domainName).record.domainName)
  },
}

import { found, type Handlers } from '../context.js'
import { pageOf } from '../pages.js'
import { filled, present } from '../store/fields.js'

/** The operations of access associations: which VPC endpoint may call a private domain name. */
export const accessAssociationHandlers: Handlers<
  'CreateDomainNameAccessAssociation' | 'GetDomainNameAccessAssociations' | 'DeleteDomainNameAccessAssociation'
> = {
  CreateDomainNameAccessAssociation: ({ tags, ...input }, { state, region, accountId }) => {
    const domain = state.domainNames.values().find(({ record }) => record.domainNameArn === input.domainNameArn)
    const { domainName } = found(domain, 'Invalid domain name identifier specified').record
    const source = `vpcesource/${input.accessAssociationSource}`
    const arn = `arn:aws:apigateway:${region}:${accountId}:/domainnameaccessassociations/domainname/${domainName}/${source}`
    return state.accessAssociations.set(
      arn,
      present({
        ...input,
        domainNameAccessAssociationArn: arn,
        tags: filled(tags as Readonly<Record<string, string>> | undefined),
      }),
    )
  },
  GetDomainNameAccessAssociations: (input, { state }) => pageOf(state.accessAssociations.values(), input),
  DeleteDomainNameAccessAssociation: ({ domainNameAccessAssociationArn: arn }, { state }) => {
    found(state.accessAssociations.get(arn), 'Invalid domain name access association identifier specified')
    state.accessAssociations.delete(arn)
  },
}

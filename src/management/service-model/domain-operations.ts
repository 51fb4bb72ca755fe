/** Custom domain names, their mappings and access associations. */
export const DOMAIN_OPERATIONS = {
  CreateDomainName: [
    'POST /domainnames',
    201,
    {
      domainName: 'text!',
      certificateName: 'text',
      certificateBody: 'text',
      certificatePrivateKey: 'text',
      certificateChain: 'text',
      certificateArn: 'text',
      regionalCertificateName: 'text',
      regionalCertificateArn: 'text',
      endpointConfiguration: 'endpointConfiguration',
      tags: 'textMap',
      securityPolicy: 'text',
      endpointAccessMode: 'EndpointAccessMode',
      mutualTlsAuthentication: 'mutualTlsAuthentication',
      ownershipVerificationCertificateArn: 'text',
      policy: 'text',
      routingMode: 'RoutingMode',
    },
  ],
  GetDomainName: ['GET /domainnames/{domainName}?domainNameId={domainNameId}', 200, {}],
  GetDomainNames: [
    'GET /domainnames?position={position}&limit={limit}&resourceOwner={resourceOwner}',
    200,
    { limit: 'integer', resourceOwner: 'ResourceOwner' },
  ],
  UpdateDomainName: [
    'PATCH /domainnames/{domainName}?domainNameId={domainNameId}',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteDomainName: ['DELETE /domainnames/{domainName}?domainNameId={domainNameId}', 202, {}],
  CreateBasePathMapping: [
    'POST /domainnames/{domainName}/basepathmappings?domainNameId={domainNameId}',
    201,
    { basePath: 'text', restApiId: 'text!', stage: 'text' },
  ],
  GetBasePathMapping: [
    'GET /domainnames/{domainName}/basepathmappings/{basePath}?domainNameId={domainNameId}',
    200,
    {},
  ],
  GetBasePathMappings: [
    'GET /domainnames/{domainName}/basepathmappings?domainNameId={domainNameId}&position={position}&limit={limit}',
    200,
    { limit: 'integer' },
  ],
  UpdateBasePathMapping: [
    'PATCH /domainnames/{domainName}/basepathmappings/{basePath}?domainNameId={domainNameId}',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteBasePathMapping: [
    'DELETE /domainnames/{domainName}/basepathmappings/{basePath}?domainNameId={domainNameId}',
    202,
    {},
  ],
  CreateDomainNameAccessAssociation: [
    'POST /domainnameaccessassociations',
    201,
    {
      domainNameArn: 'text!',
      accessAssociationSourceType: 'AccessAssociationSourceType!',
      accessAssociationSource: 'text!',
      tags: 'textMap',
    },
  ],
  GetDomainNameAccessAssociations: [
    'GET /domainnameaccessassociations?position={position}&limit={limit}&resourceOwner={resourceOwner}',
    200,
    { limit: 'integer', resourceOwner: 'ResourceOwner' },
  ],
  DeleteDomainNameAccessAssociation: ['DELETE /domainnameaccessassociations/{domainNameAccessAssociationArn}', 202, {}],
} as const

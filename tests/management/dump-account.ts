import type { Management } from '../../src/management/index.js'

/** Everything that the account shows, by the operations that show it. */
export async function dumpAccount({ call }: Management): Promise<string> {
  const output = async (answer: Promise<{ output: unknown }>): Promise<unknown> => (await answer).output
  const apis = (await call('GetRestApis', {})).output['items'] as ReadonlyArray<{ id: string }>
  const shown: unknown[] = [apis]
  for (const { id: restApiId } of apis) {
    shown.push(
      await output(call('GetResources', { restApiId, embed: ['methods'], limit: 500 })),
      await output(call('GetModels', { restApiId })),
      await output(call('GetAuthorizers', { restApiId })),
      await output(call('GetRequestValidators', { restApiId })),
      await output(call('GetGatewayResponses', { restApiId })),
      await output(call('GetDocumentationParts', { restApiId })),
      await output(call('GetDocumentationVersions', { restApiId })),
      await output(call('GetDeployments', { restApiId })),
      await output(call('GetStages', { restApiId })),
    )
  }
  shown.push(
    await output(call('GetAccount', {})),
    await output(call('GetApiKeys', { includeValues: true })),
    await output(call('GetUsagePlans', {})),
    await output(call('GetVpcLinks', {})),
    await output(call('GetDomainNames', {})),
    await output(call('GetClientCertificates', {})),
  )
  return JSON.stringify(shown)
}

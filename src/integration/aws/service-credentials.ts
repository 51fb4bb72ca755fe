import { IntegrationFault } from '../types.js'

/** Keys that requests to AWS are signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * Gives the keys of an integration's role. It is asked for each call: keep temporary keys until they expire.
 *
 * @param roleArn `credentials` of the integration; undefined when it has none
 */
export type RoleCredentials = (roleArn: string | undefined) => AwsCredentials | Promise<AwsCredentials>

/**
 * Asks the provider for the keys of a role.
 *
 * @throws {IntegrationFault} `not-permitted` when there is no provider or it fails
 */
export async function assumeRole(
  provider: RoleCredentials | undefined,
  roleArn: string | undefined,
): Promise<AwsCredentials> {
  const who = roleArn === undefined ? 'an integration without a role' : roleArn
  if (provider === undefined) {
    const advice = 'configure a provider for the roles of integrations, or a function in the place of the service'
    throw new IntegrationFault('not-permitted', `There are no credentials for ${who}: ${advice}`)
  }
  try {
    return await provider(roleArn)
  } catch (cause) {
    throw new IntegrationFault('not-permitted', `There are no credentials for ${who}`, { cause })
  }
}

import type { IntegrationDefinition } from '../api/model.js'

/** What else a deployment says of the method that an integration belongs to. */
export interface IntegrationSurroundings {
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE'
  /** Whether the stage caches the method. */
  readonly cachingEnabled: boolean
}

/** A setting of an integration that cannot be honoured. */
export interface IntegrationSettingFault {
  /** Pointer behind the integration's own: `/responseTransferMode`. */
  readonly pointer: string
  readonly message: string
  readonly found: string
}

const STREAMING_TYPES: ReadonlySet<string> = new Set(['HTTP_PROXY', 'AWS_PROXY'])
const EDGE_LIMIT = 29_000

/**
 * Checks what the service refuses of streaming and of timeouts: only proxies stream; what streams is neither cached nor converted
 * nor put through templates; edge-optimized APIs wait for 29 s at most unless the answer streams.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
export function checkIntegration(
  definition: IntegrationDefinition,
  { endpointType, cachingEnabled }: IntegrationSurroundings,
): IntegrationSettingFault[] {
  const faults: IntegrationSettingFault[] = []
  const fault = (key: string, found: string, message: string): void =>
    void faults.push({ pointer: `/${key}`, message, found })
  const { type, timeoutInMillis, contentHandling } = definition
  if (definition.responseTransferMode !== 'STREAM') {
    if (endpointType === 'EDGE' && timeoutInMillis > EDGE_LIMIT)
      fault(
        'timeoutInMillis',
        `${timeoutInMillis}`,
        'An integration of an edge-optimized API may take 29,000 ms at most',
      )
    return faults
  }
  if (!STREAMING_TYPES.has(type))
    fault('responseTransferMode', 'STREAM', `An integration of type ${type} cannot stream`)
  if (cachingEnabled)
    fault('responseTransferMode', 'STREAM', 'What streams is not cached, and the stage caches this method')
  if (contentHandling !== undefined) fault('contentHandling', contentHandling, 'What streams is not converted')
  if (definition.integrationResponses.some(({ responseTemplates }) => responseTemplates.size > 0))
    fault('responses', 'responseTemplates', 'What streams goes through no template')
  return faults
}

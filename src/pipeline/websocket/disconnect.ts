import type { ConnectionEnd } from '../../connections/index.js'
import type { Runtime } from '../../runtime/runtime.js'
import { runSteps } from '../run.js'
import { type ClientFacts, type DeployedWebSocketStage, WebSocketInvocation } from './invocation.js'
import { toRefusal } from './refusal.js'

/** Runs the `$disconnect` route of a connection that is over; its result goes nowhere. Never throws or rejects. */
export function disconnectClient(
  { runtime, stage, client }: { runtime: Runtime; stage: DeployedWebSocketStage; client: ClientFacts },
  { code, reason }: ConnectionEnd,
): void | Promise<void> {
  const route = stage.routes.get('$disconnect')
  if (route === undefined) return undefined
  const invocation = new WebSocketInvocation(runtime, stage, client, { eventType: 'DISCONNECT', code, reason })
  invocation.route = route
  // The log learns what failed.
  const note = (error: unknown): void => void toRefusal(error, invocation)
  try {
    return runSteps(route.steps, invocation)?.catch(note)
  } catch (error) {
    return note(error)
  }
}

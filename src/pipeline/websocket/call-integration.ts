import { integrationStep } from '../rest/call-integration.js'
import type { WebSocketStepFactory } from './scope.js'

/** Calls the back end and keeps its answer, or turns its fault into a refusal. */
export const callIntegration: WebSocketStepFactory = ({ target }) =>
  target === undefined ? undefined : integrationStep(target.integration, target.endpoint.pointer)

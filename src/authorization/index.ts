/** Who may call what: a table over identities, routes and stages. */
export { authorizationMatrix, type MatrixOptions } from './authorization-matrix.js'
export type {
  AuthorizationMatrix,
  AuthorizationRule,
  GuardKind,
  MatrixEntry,
  MatrixIdentity,
  MatrixRoute,
} from './types.js'

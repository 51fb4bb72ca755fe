/** The web ACL: what may come in before an API looks at it. */
export { createWebAcl, type WebAclOptions } from './create-web-acl.js'
export type { ActionJson, CustomResponseJson, RuleJson, StatementJson, WebAclRules } from './rules.js'
export type { CustomResponse, WebAcl, WebAclRequest, WebAclVerdict } from './types.js'
export { compileWebAcls, unknownWebAcl, type WebAcls, type WebAclsConfig } from './web-acls.js'

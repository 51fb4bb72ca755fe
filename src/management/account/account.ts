import type { Context, Handlers } from '../context.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import type { AccountRecord } from '../store/account-records.js'

const ACCOUNT_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/cloudwatchRoleArn', ops: ['add', 'replace', 'remove'] },
    { path: '/features', ops: ['add', 'remove'], as: 'element' },
  ],
}

const SETTINGS = 'account'

/** What an account is like before anybody changes it (documented). */
const DEFAULT_ACCOUNT: AccountRecord = {
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
}

function accountOf({ state }: Context): AccountRecord {
  return state.settings.get(SETTINGS) ?? DEFAULT_ACCOUNT
}

/** The operations of the account. */
export const accountHandlers: Handlers<'GetAccount' | 'UpdateAccount'> = {
  GetAccount: (_input, context) => accountOf(context),
  UpdateAccount: ({ patchOperations }, context) =>
    context.state.settings.set(SETTINGS, applyPatch(accountOf(context), patchOperations, ACCOUNT_PATCH)),
}

import { type Context, found, type Handlers } from '../context.js'
import { badRequest } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { textValue } from '../patch/values.js'
import { filled, present, someText } from '../store/fields.js'
import type { VpcLinkRecord } from '../store/account-records.js'

const VPC_LINK_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/name', ops: ['replace'], value: textValue },
    { path: '/description', ops: ['replace'] },
  ],
}

function vpcLinkOf({ state }: Context, id: string): VpcLinkRecord {
  return found(state.vpcLinks.get(id), 'Invalid Vpc Link identifier specified')
}

/** The operations of VPC links. A link that is made answers PENDING and is there with the next call. */
export const vpcLinkHandlers: Handlers<
  'CreateVpcLink' | 'GetVpcLink' | 'GetVpcLinks' | 'UpdateVpcLink' | 'DeleteVpcLink'
> = {
  CreateVpcLink: ({ name, description, targetArns, tags }, context) => {
    const malformed = targetArns.find((arn) => !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn))
    if (malformed !== undefined) throw badRequest(`Invalid ARN. ARN is not well formed ${malformed}`)
    const link: VpcLinkRecord = present({
      id: context.newId(6),
      name,
      description: someText(description),
      targetArns,
      status: 'AVAILABLE',
      tags: filled(tags as Readonly<Record<string, string>> | undefined),
    })
    return { ...context.state.vpcLinks.set(link.id, link), status: 'PENDING' }
  },
  GetVpcLink: ({ vpcLinkId }, context) => vpcLinkOf(context, vpcLinkId),
  GetVpcLinks: (input, { state }) => pageOf(state.vpcLinks.values(), input),
  UpdateVpcLink: ({ vpcLinkId, patchOperations }, context) =>
    context.state.vpcLinks.set(vpcLinkId, applyPatch(vpcLinkOf(context, vpcLinkId), patchOperations, VPC_LINK_PATCH)),
  DeleteVpcLink: ({ vpcLinkId }, context) => {
    context.state.vpcLinks.delete(vpcLinkOf(context, vpcLinkId).id)
  },
}

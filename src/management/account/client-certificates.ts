import { type Context, found, type Handlers } from '../context.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { filled, present, someText } from '../store/fields.js'
import type { ClientCertificateRecord } from '../store/account-records.js'

const CERTIFICATE_PATCH: PatchTable = { refusal: 'listed', targets: [{ path: '/description', ops: ['replace'] }] }

const YEAR_SECONDS = 31_536_000
const LINE = 64
const LINES = 16

function certificateOf({ state }: Context, id: string): ClientCertificateRecord {
  return found(state.clientCertificates.get(id), 'Invalid Client Certificate identifier specified')
}

/** Text of the form of a certificate: nothing is signed with it, the data plane takes certificates of its own. */
function placeholder(context: Context): string {
  const lines = Array.from({ length: LINES }, () => context.newId(LINE))
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** The operations of client certificates. */
export const clientCertificateHandlers: Handlers<
  | 'GenerateClientCertificate'
  | 'GetClientCertificate'
  | 'GetClientCertificates'
  | 'UpdateClientCertificate'
  | 'DeleteClientCertificate'
> = {
  GenerateClientCertificate: ({ description, tags }, context) => {
    const createdDate = context.now()
    const certificate = present({
      clientCertificateId: context.newId(6),
      description: someText(description),
      pemEncodedCertificate: placeholder(context),
      createdDate,
      expirationDate: createdDate + YEAR_SECONDS,
      tags: filled(tags as Readonly<Record<string, string>> | undefined),
    })
    return context.state.clientCertificates.set(certificate.clientCertificateId, certificate)
  },
  GetClientCertificate: ({ clientCertificateId }, context) => certificateOf(context, clientCertificateId),
  GetClientCertificates: (input, { state }) => pageOf(state.clientCertificates.values(), input),
  UpdateClientCertificate: ({ clientCertificateId: id, patchOperations }, context) =>
    context.state.clientCertificates.set(
      id,
      applyPatch(certificateOf(context, id), patchOperations, CERTIFICATE_PATCH),
    ),
  DeleteClientCertificate: ({ clientCertificateId }, context) => {
    context.state.clientCertificates.delete(certificateOf(context, clientCertificateId).clientCertificateId)
  },
}

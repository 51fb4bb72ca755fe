import type { Context, Handlers } from '../context.js'
import { notFound } from '../management-error.js'
import { filled, present } from '../store/fields.js'
import type { Table } from '../store/table.js'

type Tags = Readonly<Record<string, string>>

interface Tagged {
  readonly tags?: Tags
}

/** Reads and writes the tags of what an ARN names: `arn:aws:apigateway:{region}::/restapis/{id}/stages/{name}` … */
interface TaggedPlace {
  read(): Tags
  write(tags: Tags): void
}

function inTable<T extends Tagged>(table: Table<T> | undefined, id: string): TaggedPlace | undefined {
  const record = table?.get(id)
  if (table === undefined || record === undefined) return undefined
  return {
    read: () => record.tags ?? {},
    write: (tags) => void table.set(id, present({ ...record, tags: filled(tags) })),
  }
}

function placeOf({ state }: Context, arn: string): TaggedPlace {
  const path = /^arn:[^:]+:apigateway:[^:]*:[^:]*:\/(.+)$/.exec(arn)?.[1] ?? ''
  const [kind, id = '', part, name = ''] = path.split('/')
  const place =
    kind === 'restapis'
      ? part === 'stages'
        ? inTable(state.apis.get(id)?.stages, name)
        : inTable(state.apis.get(id)?.settings, id)
      : placeInAccount(state, kind, id)
  if (place === undefined) throw notFound('Invalid resource identifier specified')
  return place
}

function placeInAccount(state: Context['state'], kind: string | undefined, id: string): TaggedPlace | undefined {
  if (kind === 'apikeys') return inTable(state.apiKeys, id)
  if (kind === 'usageplans') return inTable(state.usagePlans, id)
  if (kind === 'vpclinks') return inTable(state.vpcLinks, id)
  if (kind === 'clientcertificates') return inTable(state.clientCertificates, id)
  const domain = kind === 'domainnames' ? state.domainNames.get(id) : undefined
  if (domain === undefined) return undefined
  return {
    read: () => domain.record.tags ?? {},
    write: (tags) =>
      void state.domainNames.set(id, { ...domain, record: present({ ...domain.record, tags: filled(tags) }) }),
  }
}

/** The operations of tags. */
export const tagHandlers: Handlers<'GetTags' | 'TagResource' | 'UntagResource'> = {
  GetTags: ({ resourceArn }, context) => ({ tags: placeOf(context, resourceArn).read() }),
  TagResource: ({ resourceArn, tags }, context) => {
    const place = placeOf(context, resourceArn)
    place.write({ ...place.read(), ...(tags as Tags) })
  },
  UntagResource: ({ resourceArn, tagKeys }, context) => {
    const place = placeOf(context, resourceArn)
    place.write(Object.fromEntries(Object.entries(place.read()).filter(([key]) => !tagKeys.includes(key))))
  },
}

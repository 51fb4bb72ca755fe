import { found, type Handlers } from '../context.js'
import { pageOf } from '../pages.js'

/** The kinds of client that the service generates; Postern generates none (documented). */
const SDK_TYPES = [
  { id: 'android', friendlyName: 'Android' },
  { id: 'java', friendlyName: 'Java SDK' },
  { id: 'javascript', friendlyName: 'JavaScript' },
  { id: 'objectivec', friendlyName: 'iOS (Objective-C)' },
  { id: 'ruby', friendlyName: 'Ruby' },
  { id: 'swift', friendlyName: 'iOS (Swift)' },
]

/** The operations of SDK types. */
export const sdkTypeHandlers: Handlers<'GetSdkType' | 'GetSdkTypes'> = {
  GetSdkType: ({ id }) =>
    found(
      SDK_TYPES.find((type) => type.id === id),
      'Invalid SDK type identifier specified',
    ),
  GetSdkTypes: (input) => pageOf(SDK_TYPES, input),
}

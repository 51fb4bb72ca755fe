/** The signing test suite that AWS publishes: requests and signatures as data. Access key, secret, time and scope are fixed. */
export const ACCESS_KEY = 'AKIDEXAMPLE'
export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
export const LONG_DATE = '20150830T123600Z'
export const NOW: number = Date.UTC(2015, 7, 30, 12, 36, 0)
export const SCOPE = '20150830/us-east-1/service/aws4_request'

export interface SuiteCase {
  readonly name: string
  readonly method: string
  readonly target: string
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body?: string
  readonly token?: string
  /** The token is sent, but not signed. */
  readonly tokenUnsigned?: boolean
  /** `Content-Length` and `X-Amz-Content-Sha256` are signed too. */
  readonly bodySigned?: boolean
  /** Published signature of the header form. */
  readonly header: string
  /** Published signature of the presigned form, good for 3,600 seconds. */
  readonly query: string
}

const HOST: readonly [string, string] = ['Host', 'example.amazonaws.com']
const ALL = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ROOT_GET = {
  header: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  query: 'e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d',
}
const ROOT_POST = {
  header: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  query: '2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b',
}
const STS_TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/' +
  'qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7' +
  'ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

function get(
  name: string,
  target: string,
  header: string,
  query: string,
  more: ReadonlyArray<readonly [string, string]> = [],
): SuiteCase {
  return { name, method: 'GET', target, headers: [HOST, ...more], header, query }
}

function post(
  name: string,
  target: string,
  header: string,
  query: string,
  more: ReadonlyArray<readonly [string, string]> = [],
): SuiteCase {
  return { name, method: 'POST', target, headers: [HOST, ...more], header, query }
}

function form(name: string, contentType: string, header: string, query: string): SuiteCase {
  const headers: SuiteCase['headers'] = [['Content-Type', contentType], HOST, ['Content-Length', '13']]
  return { name, method: 'POST', target: '/', headers, body: 'Param1=value1', bodySigned: true, header, query }
}

export const SUITE: readonly SuiteCase[] = [
  get(
    'get-header-key-duplicate',
    '/',
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    '3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97',
    [
      ['My-Header1', 'value2'],
      ['My-Header1', 'value2'],
      ['My-Header1', 'value1'],
    ],
  ),
  get(
    'get-header-value-multiline',
    '/',
    'cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd',
    'e6f5def831211aca02987a44b96826706278c7bc078112ae0263659c5b2f2d56',
    [['My-Header1', 'value1\n  value2\n     value3']],
  ),
  get(
    'get-header-value-order',
    '/',
    '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
    '313720e71ca6202fdcfa9b20f88de01a4eb0638a83c833b1c184359a4eda864e',
    [
      ['My-Header1', 'value4'],
      ['My-Header1', 'value1'],
      ['My-Header1', 'value3'],
      ['My-Header1', 'value2'],
    ],
  ),
  get(
    'get-header-value-trim',
    '/',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    'e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4',
    [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
  ),
  get('get-relative-normalized', '/example/..', ROOT_GET.header, ROOT_GET.query),
  get('get-relative-relative-normalized', '/example1/example2/../..', ROOT_GET.header, ROOT_GET.query),
  get('get-slash-dot-slash-normalized', '/./', ROOT_GET.header, ROOT_GET.query),
  get('get-slash-normalized', '//', ROOT_GET.header, ROOT_GET.query),
  get(
    'get-slash-pointless-dot-normalized',
    '/./example',
    'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5',
    '35034b1a0bdd969f346975386daf8aedfd4976573b8348cf4f67eaa41c5857de',
  ),
  get(
    'get-slashes-normalized',
    '//example//',
    '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
    'c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082',
  ),
  get(
    'get-space-normalized',
    '/example space/',
    '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
    '7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6',
  ),
  get(
    'get-unreserved',
    `/${ALL}`,
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
    '95968482db1b9e0fadef6efc1bd24689f77c77d9ef56919c96a28cc92e0d6005',
  ),
  get(
    'get-utf8',
    '/ሴ',
    '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
    '10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44',
  ),
  get('get-vanilla', '/', ROOT_GET.header, ROOT_GET.query),
  get(
    'get-vanilla-empty-query-key',
    '/?Param1=value1',
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    '49096700cbbaa5753443850f40df10f904fc2fdb544dc9512203cc77c471a9de',
  ),
  get('get-vanilla-query', '/', ROOT_GET.header, ROOT_GET.query),
  get(
    'get-vanilla-query-order-encoded',
    '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
    'c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787',
  ),
  get(
    'get-vanilla-query-order-key-case',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    '86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5',
  ),
  get(
    'get-vanilla-query-unreserved',
    `/?${ALL}=${ALL}`,
    '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
    '8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf',
  ),
  get(
    'get-vanilla-utf8-query',
    '/?ሴ=bar',
    '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
    '0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600',
  ),
  {
    ...get(
      'get-vanilla-with-session-token',
      '/',
      '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
      '7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c',
    ),
    token: '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267',
  },
  post('post-header-key-case', '/', ROOT_POST.header, ROOT_POST.query),
  post(
    'post-header-key-sort',
    '/',
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
    'c09d07e0d55871f10f2a6d350d994acf6825a3cae70673d7def55616e6119dd7',
    [['My-Header1', 'value1']],
  ),
  post(
    'post-header-value-case',
    '/',
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
    '0698bc9e4f7f9139065ba2909c0e99da257e8e2a42492a097bcd46d792391fed',
    [['My-Header1', 'VALUE1']],
  ),
  { ...post('post-sts-header-after', '/', ROOT_POST.header, ROOT_POST.query), token: STS_TOKEN, tokenUnsigned: true },
  {
    ...post(
      'post-sts-header-before',
      '/',
      '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
      '46c2e3c63c1dbe7d39f8ada16fe7f001c1f56c5791441565323677f96308871c',
    ),
    token: STS_TOKEN,
  },
  post('post-vanilla', '/', ROOT_POST.header, ROOT_POST.query),
  post(
    'post-vanilla-empty-query-value',
    '/?Param1=value1',
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
    'a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682',
  ),
  post(
    'post-vanilla-query',
    '/?Param1=value1',
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
    'a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682',
  ),
  form(
    'post-x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'd3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b',
    '89a40deed0f26f9461242825a082d2222717248abc7ab41f552ad84a94ad46e9',
  ),
  form(
    'post-x-www-form-urlencoded-parameters',
    'application/x-www-form-urlencoded; charset=utf-8',
    '328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422',
    '0dbeb9b026c7b6675f266b8427efec9b4fa8b1f6ef1477d717aea231106eab4d',
  ),
]

// Events in the shape of recordings, one of each kind that a function of an HTTP API may be given. The types are those that
// people write handlers with: a field of another type does not compile.
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithIAMAuthorizer,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayRequestAuthorizerEventV2,
} from 'aws-lambda'

/** What differs from call to call; tests put the text in its place. */
export const ANY = 'any'

const headers = {
  'content-type': 'application/json',
  'user-agent': 'curl/8.5.0',
  accept: '*/*',
  'content-length': '7',
  host: 'abc123defg.execute-api.us-east-1.amazonaws.com',
  'x-amzn-trace-id': ANY,
  'x-forwarded-for': '203.0.113.7',
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
}

const requestContext = {
  accountId: '123456789012',
  apiId: ANY,
  domainName: 'abc123defg.execute-api.us-east-1.amazonaws.com',
  domainPrefix: 'abc123defg',
  http: {
    method: 'POST',
    path: '/dev/people/J D',
    protocol: 'HTTP/1.1',
    sourceIp: '203.0.113.7',
    userAgent: 'curl/8.5.0',
  },
  requestId: ANY,
  routeKey: 'POST /people/{name}',
  stage: 'dev',
  time: ANY,
  timeEpoch: 0,
}

/** Of a route without an authorizer. */
export const EVENT_V2 = {
  version: '2.0',
  routeKey: 'POST /people/{name}',
  rawPath: '/dev/people/J D',
  rawQueryString: 'q=x%20y&q=z',
  cookies: ['a=1', 'b=2'],
  headers,
  queryStringParameters: { q: 'x y,z' },
  requestContext,
  pathParameters: { name: 'J D' },
  stageVariables: { colour: 'blue' },
  body: '{"a":1}',
  isBase64Encoded: false,
} satisfies APIGatewayProxyEventV2

export const EVENT_V2_LAMBDA = {
  ...EVENT_V2,
  requestContext: { ...requestContext, authorizer: { lambda: { n: 1, list: ['a'], map: { ok: true } } } },
} satisfies APIGatewayProxyEventV2WithLambdaAuthorizer<{ n: number; list: string[]; map: { ok: boolean } }>

export const EVENT_V2_IAM = {
  ...EVENT_V2,
  requestContext: {
    ...requestContext,
    authorizer: {
      iam: {
        accessKey: 'AKIDEXAMPLE',
        accountId: '123456789012',
        callerId: 'AIDAUSER',
        cognitoIdentity: null,
        principalOrgId: 'o-1',
        userArn: 'arn:aws:iam::123456789012:user/me',
        userId: 'AIDAUSER',
      },
    },
  },
} satisfies APIGatewayProxyEventV2WithIAMAuthorizer

export const EVENT_V2_JWT = {
  ...EVENT_V2,
  requestContext: {
    ...requestContext,
    authorizer: {
      principalId: '',
      integrationLatency: 0,
      jwt: {
        claims: { iss: 'https://issuer.example', aud: 'client', scope: 'read write', exp: ANY },
        scopes: ['read'],
      },
    },
  },
} satisfies APIGatewayProxyEventV2WithJWTAuthorizer

/** Of a Lambda authorizer with the identity source `$request.header.User-Agent`. */
export const AUTHORIZER_EVENT_V2 = {
  version: '2.0',
  type: 'REQUEST',
  routeArn: ANY,
  identitySource: ['curl/8.5.0'],
  routeKey: 'POST /people/{name}',
  rawPath: '/dev/people/J D',
  rawQueryString: 'q=x%20y&q=z',
  cookies: ['a=1', 'b=2'],
  headers,
  queryStringParameters: { q: 'x y,z' },
  requestContext,
  pathParameters: { name: 'J D' },
  stageVariables: { colour: 'blue' },
} satisfies APIGatewayRequestAuthorizerEventV2

const headersV1 = {
  'Content-Type': 'application/json',
  'User-Agent': 'curl/8.5.0',
  accept: '*/*',
  cookie: 'a=1; b=2',
  'Content-Length': '7',
  Host: 'abc123defg.execute-api.us-east-1.amazonaws.com',
  'X-Amzn-Trace-Id': ANY,
  'X-Forwarded-For': '203.0.113.7',
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https',
}

/** Payload format 1.0; `version`, `extendedRequestId` and `cognitoAmr` are in no type, and in every recording. */
export const EVENT_V1 = {
  version: '1.0',
  resource: '/people/{name}',
  path: '/dev/people/J%20D',
  httpMethod: 'POST',
  headers: headersV1,
  multiValueHeaders: Object.fromEntries(Object.entries(headersV1).map(([name, value]) => [name, [value]])),
  queryStringParameters: { q: 'z' },
  multiValueQueryStringParameters: { q: ['x y', 'z'] },
  requestContext: {
    accountId: '123456789012',
    apiId: ANY,
    domainName: 'abc123defg.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'abc123defg',
    extendedRequestId: ANY,
    httpMethod: 'POST',
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAmr: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '203.0.113.7',
      user: null,
      userAgent: 'curl/8.5.0',
      userArn: null,
    },
    path: '/dev/people/J D',
    protocol: 'HTTP/1.1',
    requestId: ANY,
    requestTime: ANY,
    requestTimeEpoch: 0,
    resourceId: 'POST /people/{name}',
    resourcePath: '/people/{name}',
    stage: 'dev',
  },
  pathParameters: { name: 'J D' },
  stageVariables: { colour: 'blue' },
  body: '{"a":1}',
  isBase64Encoded: false,
} satisfies WithoutTypesFaults & { readonly version: '1.0' }

// The types know REST's identity, which has an API key; no recording of an HTTP API has one.
type WithoutTypesFaults = Omit<APIGatewayProxyEvent, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEvent['requestContext'], 'identity' | 'authorizer'> & {
    extendedRequestId: string
    identity: Omit<APIGatewayProxyEvent['requestContext']['identity'], 'apiKey' | 'apiKeyId' | 'clientCert'> & {
      cognitoAmr: null
    }
  }
}

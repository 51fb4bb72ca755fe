export type { CorsOptions } from './cors-settings.js'
export { enableCors } from './enable-cors.js'
export type {
  HandlerRoute,
  IntegrationRoute,
  PathVariables,
  RouteAuthorizer,
  RouteConfig,
  RouteEvent,
  RouteHandler,
  RouteResponse,
  RouteSettings,
  RouteTarget,
  RouteValidator,
  Routes,
  RoutesOptions,
} from './route-types.js'
export type {
  HttpCorsOptions,
  HttpRouteAuthorizer,
  HttpRouteConfig,
  HttpRouteEvent,
  HttpRouteHandler,
  HttpRoutes,
} from './http-route-types.js'
export { httpRoutesToApi, type HttpRoutesResult } from './http-routes-to-api.js'
export { routesToApi, type RoutesResult } from './routes-to-api.js'

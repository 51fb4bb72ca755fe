/**
 * A documentation page for a deployed stage: Swagger UI over the stage's own export, served from the installed package.
 *
 * @module
 */

export { docsPage, type DocsGateway, type DocsPage, type DocsPageOptions } from './docs-page.js'

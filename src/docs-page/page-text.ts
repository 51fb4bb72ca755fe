/** What the page is called, and where it is. */
export interface PageText {
  readonly title: string
  readonly basePath: string
}

/** The page: no script and no style of its own, so that its policy need not allow any. */
export function pageText({ title, basePath }: PageText): string {
  const base = escapeText(basePath)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeText(title)}</title>
    <link rel="stylesheet" href="${base}/swagger-ui.css">
    <link rel="stylesheet" href="${base}/page.css">
    <link rel="icon" type="image/png" href="${base}/favicon-32x32.png">
  </head>
  <body>
    <div id="page" data-document="${base}/openapi.json"></div>
    <noscript>This page needs JavaScript. The definition is at <a href="${base}/openapi.json">openapi.json</a>.</noscript>
    <script src="${base}/swagger-ui-bundle.js"></script>
    <script src="${base}/start.js"></script>
  </body>
</html>
`
}

/** Starts Swagger UI. Without a validator: it would send the definition to a server of somebody else's. */
export const START_SCRIPT = `const page = document.getElementById('page')
SwaggerUIBundle({
  url: page.dataset.document,
  domNode: page,
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
})
`

/** What Swagger UI leaves to the page around it. */
export const PAGE_STYLE = `html { box-sizing: border-box; overflow-y: scroll }
*, *::before, *::after { box-sizing: inherit }
body { margin: 0; background: #fafafa }
`

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] as string)
}

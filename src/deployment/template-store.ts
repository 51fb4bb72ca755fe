import { parseTemplate, type Template } from '../transformer/template/index.js'

/** Parses templates, each distinct text once. */
export function createTemplateStore(): (text: string) => Template {
  const parsed = new Map<string, Template>()
  return (text) => {
    let template = parsed.get(text)
    if (template === undefined) parsed.set(text, (template = parseTemplate(text)))
    return template
  }
}

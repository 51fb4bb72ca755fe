import { escapeJavaScript } from '../src/transformer/template/objects/util.js'

/** A template, what it is rendered with, and the same text made by hand. */
export interface TemplateCase {
  readonly name: string
  readonly template: string
  /** The template with `$input.path('$')` replaced by a variable. */
  readonly readyTemplate: string
  /** Payloads of one shape that take turns: of a single one V8 learns the very text by heart. */
  readonly bodies: readonly string[]
  /** The first of them. */
  readonly body: string
  readonly params: Record<string, Record<string, string>>
  readonly context: Record<string, string>
  readonly stageVariables: Record<string, string>
  byHand(document: unknown): string
}

const CONTEXT = { requestId: 'r-1', stage: 'prod', accountId: '111122223333' }
const STAGE_VARIABLES = { table: 'orders' }

function makeCase(part: Pick<TemplateCase, 'name' | 'template' | 'bodies' | 'byHand'>): TemplateCase {
  const readyTemplate = part.template.replaceAll("$input.path('$')", '$root')
  return {
    ...part,
    body: part.bodies[0] ?? '',
    readyTemplate,
    params: {},
    context: CONTEXT,
    stageVariables: STAGE_VARIABLES,
  }
}

const TURNS = 8

function bodiesOf(make: (turn: number) => unknown): string[] {
  return Array.from({ length: TURNS }, (_, turn) => JSON.stringify(make(turn)))
}

interface User {
  readonly id: string
  readonly name: string
  readonly age: number
}

export function smallCase(): TemplateCase {
  return makeCase({
    name: 'small: 5 lines',
    template: `#set($order = $input.path('$'))
{
  "id": "$order.id",
  "name": "$order.name", "age": $order.age, "stage": "$context.stage"
}`,
    bodies: bodiesOf((turn) => ({ id: `u-${turn}`, name: 'Ada', age: 30 + turn })),
    byHand(document) {
      const { id, name, age } = document as User
      return `{\n  "id": "${id}",\n  "name": "${name}", "age": ${age}, "stage": "${CONTEXT.stage}"\n}`
    },
  })
}

interface Item {
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly price: number
  readonly isGift?: boolean
}

interface Order {
  readonly id: string
  readonly customer: string
  readonly email: string
  readonly gift: boolean
  readonly total: number
  readonly tags: readonly string[]
  readonly items: readonly Item[]
}

function order(itemCount: number, turn: number): Order {
  const items = Array.from({ length: itemCount }, (_, at) => ({
    sku: `sku-${at}`,
    title: `A thing called "${at}"`,
    quantity: ((at + turn) % 5) + 1,
    price: at + turn + 0.25,
    isGift: at % 3 === 0,
  }))
  return {
    id: `o-${turn}`,
    customer: 'c-9',
    email: 'ada@example.test',
    gift: true,
    total: 12.5,
    tags: ['new', 'eu'],
    items,
  }
}

export function mediumCase(): TemplateCase {
  return makeCase({
    name: 'medium: DynamoDB PutItem, 34 lines',
    template: `#set($order = $input.path('$'))
{
  "TableName": "$stageVariables.table",
  "ConditionExpression": "attribute_not_exists(pk)",
  "ReturnValues": "NONE",
  "Item": {
    "pk": {"S": "ORDER:$order.id"},
    "sk": {"S": "CUSTOMER:$order.customer"},
    "email": {"S": "$util.escapeJavaScript($order.email)"},
    "requestId": {"S": "$context.requestId"},
    "stage": {"S": "$context.stage"},
    "account": {"S": "$context.accountId"},
#if($order.gift)
    "gift": {"BOOL": true},
#else
    "gift": {"BOOL": false},
#end
    "total": {"N": "$order.total"},
    "tags": {"SS": [#foreach($tag in $order.tags)"$tag"#if($foreach.hasNext), #end#end]},
    "items": {"L": [
#foreach($item in $order.items)
      {"M": {
        "sku": {"S": "$item.sku"},
        "title": {"S": "$util.escapeJavaScript($item.title)"},
        "quantity": {"N": "$item.quantity"},
        "price": {"N": "$item.price"}
      }}#if($foreach.hasNext),#end

#end
    ]},
    "kind": {"S": "order"}
  }
}
`,
    bodies: bodiesOf((turn) => order(5, turn)),
    byHand: (document) => mediumByHand(document as Order),
  })
}

function mediumByHand(order: Order): string {
  let text = `{
  "TableName": "${STAGE_VARIABLES.table}",
  "ConditionExpression": "attribute_not_exists(pk)",
  "ReturnValues": "NONE",
  "Item": {
    "pk": {"S": "ORDER:${order.id}"},
    "sk": {"S": "CUSTOMER:${order.customer}"},
    "email": {"S": "${escapeJavaScript(order.email)}"},
    "requestId": {"S": "${CONTEXT.requestId}"},
    "stage": {"S": "${CONTEXT.stage}"},
    "account": {"S": "${CONTEXT.accountId}"},
`
  text += order.gift ? '    "gift": {"BOOL": true},\n' : '    "gift": {"BOOL": false},\n'
  text += `    "total": {"N": "${order.total}"},\n    "tags": {"SS": [`
  for (let at = 0; at < order.tags.length; at++) text += `"${order.tags[at]}"${at + 1 < order.tags.length ? ', ' : ''}`
  text += ']},\n    "items": {"L": [\n'
  for (let at = 0; at < order.items.length; at++) {
    const item = order.items[at] as Item
    text += `      {"M": {
        "sku": {"S": "${item.sku}"},
        "title": {"S": "${escapeJavaScript(item.title)}"},
        "quantity": {"N": "${item.quantity}"},
        "price": {"N": "${item.price}"}
      }}${at + 1 < order.items.length ? ',' : ''}
`
  }
  return `${text}    ]},\n    "kind": {"S": "order"}\n  }\n}\n`
}

export function largeCase(): TemplateCase {
  return makeCase({
    name: 'large: 200 items',
    template: `#set($order = $input.path('$'))
{"order": "$order.id", "items": [
#foreach($item in $order.items)
  {"line": $foreach.count, "sku": "$item.sku", "title": "$util.escapeJavaScript($item.title)",
   "quantity": $item.quantity, "price": $item.price, #if($item.isGift == true)"gift": true#else"gift": false#end}#if($foreach.hasNext),#end

#end
]}`,
    bodies: bodiesOf((turn) => order(200, turn)),
    byHand: (document) => largeByHand(document as Order),
  })
}

function largeByHand(order: Order): string {
  let text = `{"order": "${order.id}", "items": [\n`
  for (let at = 0; at < order.items.length; at++) {
    const item = order.items[at] as Item
    text += `  {"line": ${at + 1}, "sku": "${item.sku}", "title": "${escapeJavaScript(item.title)}",
   "quantity": ${item.quantity}, "price": ${item.price}, ${item.isGift === true ? '"gift": true' : '"gift": false'}}${at + 1 < order.items.length ? ',' : ''}
`
  }
  return `${text}]}`
}

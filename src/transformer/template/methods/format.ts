import { Double } from '../../../json/double.js'
import { TemplateFault } from '../errors.js'
import { Char } from '../values/java-values.js'
import { isIntegral, isNumber, toFloat } from '../values/numbers.js'
import { checkLength, print } from '../values/print.js'
import { javaHash } from './hash.js'

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g
const LONGEST = 10_000

interface Specifier {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly conversion: string
}

/** `String.format`: strings, characters, booleans, whole numbers and decimals; dates are left out. */
export function formatText(pattern: string, args: readonly unknown[]): string {
  let next = 0
  let last = -1
  const text = pattern.replaceAll(SPECIFIER, (all, index, flags: string, width, precision, conversion: string) => {
    const specifier: Specifier = {
      flags,
      width: bounded(width),
      precision: precision === undefined ? undefined : bounded(precision),
      conversion,
    }
    if (conversion === 'n') return '\n'
    if (conversion === '%') return pad('%', specifier)
    const at = flags.includes('<') ? last : index === undefined ? next++ : Number(index) - 1
    if (at < 0 || at >= args.length) throw new TemplateFault(`java.util.MissingFormatArgumentException: ${all}`)
    last = at
    return formatOne(args[at], specifier)
  })
  if (pattern.replaceAll(SPECIFIER, '').includes('%')) throw refused('UnknownFormatConversion', '%')
  return checkLength(text)
}

function bounded(digits: unknown): number {
  const value = digits === undefined ? 0 : Number(digits)
  if (value > LONGEST) throw new TemplateFault(`a width or precision is larger than ${LONGEST}`)
  return value
}

function formatOne(value: unknown, specifier: Specifier): string {
  const { conversion } = specifier
  const lower = conversion.toLowerCase()
  const text = formatLower(value, { ...specifier, conversion: lower })
  return conversion === lower || !'bhsxegc'.includes(lower) ? text : text.toUpperCase()
}

function formatLower(value: unknown, specifier: Specifier): string {
  switch (specifier.conversion) {
    case 's':
      return padText(value === null || value === undefined ? 'null' : print(value), specifier)
    case 'b':
      return padText(
        value === true || (value !== null && value !== undefined && value !== false) ? 'true' : 'false',
        specifier,
      )
    case 'h':
      return padText((javaHash(value) >>> 0).toString(16), specifier)
    case 'c':
      return padText(characterOf(value), specifier)
    case 'd':
    case 'x':
    case 'o':
      return formatInteger(value, specifier)
    case 'f':
    case 'e':
      return formatDecimal(value, specifier)
    default:
      throw refused('UnknownFormatConversion', specifier.conversion)
  }
}

function refused(kind: string, what: string): TemplateFault {
  return new TemplateFault(`java.util.${kind}Exception: ${what}`)
}

function padText(text: string, specifier: Specifier): string {
  return pad(specifier.precision === undefined ? text : text.slice(0, specifier.precision), specifier)
}

function pad(text: string, { flags, width }: Specifier): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width)
}

function characterOf(value: unknown): string {
  if (value === null) return 'null'
  if (value instanceof Char) return value.value
  if (!isIntegral(value)) throw refused('IllegalFormatConversion', 'c')
  return String.fromCodePoint(Number(value))
}

function formatInteger(value: unknown, specifier: Specifier): string {
  if (value === null || value === undefined) return padText('null', specifier)
  if (!isIntegral(value)) throw refused('IllegalFormatConversion', `${specifier.conversion} != ${kindOf(value)}`)
  if (specifier.precision !== undefined) throw refused('IllegalFormatPrecision', String(specifier.precision))
  const number = BigInt(value)
  if (specifier.conversion === 'd') return padNumber(number < 0n, String(number < 0n ? -number : number), specifier)
  const bits = BigInt.asUintN(BigInt.asIntN(32, number) === number ? 32 : 64, number)
  const digits = bits.toString(specifier.conversion === 'x' ? 16 : 8)
  const prefix = specifier.conversion === 'x' ? '0x' : '0'
  return padNumber(false, specifier.flags.includes('#') ? prefix + digits : digits, specifier)
}

function kindOf(value: unknown): string {
  return typeof value === 'number' || value instanceof Double ? 'java.lang.Double' : 'java.lang.String'
}

function formatDecimal(value: unknown, specifier: Specifier): string {
  if (value === null || value === undefined) return padText('null', specifier)
  if (!isNumber(value) || isIntegral(value))
    throw refused('IllegalFormatConversion', `${specifier.conversion} != ${kindOf(value)}`)
  const number = toFloat(value)
  if (!Number.isFinite(number)) return padText(String(number), { ...specifier, precision: undefined })
  const digits = Math.min(specifier.precision ?? 6, 100)
  const magnitude = Math.abs(number)
  const text =
    specifier.conversion === 'e'
      ? magnitude.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2')
      : roundHalfUp(magnitude, digits)
  return padNumber(number < 0 || Object.is(number, -0), text, specifier)
}

// Java rounds the shortest decimal form half up (`0.125` → `0.13`); `toFixed` rounds the exact binary value.
function roundHalfUp(magnitude: number, digits: number): string {
  const shortest = String(magnitude)
  const [whole = '0', fraction = ''] = shortest.split('.')
  if (shortest.includes('e') || fraction.length <= digits) return magnitude.toFixed(digits)
  const kept = BigInt(whole + fraction.slice(0, digits))
  const rounded = String((fraction[digits] ?? '0') >= '5' ? kept + 1n : kept).padStart(digits + 1, '0')
  return digits === 0 ? rounded : `${rounded.slice(0, -digits)}.${rounded.slice(-digits)}`
}

function padNumber(isNegative: boolean, digits: string, specifier: Specifier): string {
  const { flags, width } = specifier
  const grouped = flags.includes(',') ? digits.replace(/\B(?<!\..*)(?=(\d{3})+(?!\d))/g, ',') : digits
  const sign = isNegative
    ? flags.includes('(')
      ? '('
      : '-'
    : flags.includes('+')
      ? '+'
      : flags.includes(' ')
        ? ' '
        : ''
  const end = isNegative && flags.includes('(') ? ')' : ''
  if (!flags.includes('0')) return pad(sign + grouped + end, specifier)
  return sign + grouped.padStart(width - sign.length - end.length, '0') + end
}

// The digits that Java up to 18 chooses for a double. Its algorithm (Steele and White's, with a margin of its own and at
// least two digits in scientific notation) is not the shortest representation: 2E23 comes out as 1.9999999999999998E23,
// 2^-44 with one digit more. Below in exact integers what Java does in ints, longs or big integers by size.

/** Digits without trailing zeros, and where the point stands: the value is 0.digits × 10^pointAt. */
export interface JavaDigits {
  readonly digits: string
  readonly pointAt: number
}

const FRACTION_BITS = 52
const HIDDEN_BIT = 1n << 52n
const LONG_LIMIT = 1n << 63n

interface Bits {
  /** The significant bits, shifted so that the highest is bit 52. */
  readonly fraction: bigint
  readonly exponent: number
  /** How many of them the number really has (fewer than 53 in a denormal number). */
  readonly significant: number
}

/** The digits of a finite number above 0. */
export function javaDigits(magnitude: number): JavaDigits {
  const bits = split(magnitude)
  const used = FRACTION_BITS + 1 - trailingZeros(bits.fraction)
  const tiny = Math.max(0, used - bits.exponent - 1)
  if (tiny === 0 && bits.exponent <= 62) return wholeDigits(bits)
  return develop(bits, used, tiny)
}

function split(magnitude: number): Bits {
  const raw = new BigUint64Array(new Float64Array([magnitude]).buffer)[0] ?? 0n
  const biased = Number(raw >> 52n)
  const fraction = raw & (HIDDEN_BIT - 1n)
  if (biased > 0) return { fraction: fraction | HIDDEN_BIT, exponent: biased - 1023, significant: FRACTION_BITS + 1 }
  const significant = fraction.toString(2).length
  const shift = FRACTION_BITS + 1 - significant
  return { fraction: fraction << BigInt(shift), exponent: 1 - shift - 1023, significant }
}

function trailingZeros(value: bigint): number {
  const bits = value.toString(2)
  return bits.length - 1 - bits.lastIndexOf('1')
}

// Whole numbers that a long holds: exact, less the digits that 53 bits cannot vouch for.
function wholeDigits({ fraction, exponent, significant }: Bits): JavaDigits {
  const shift = BigInt(exponent - FRACTION_BITS)
  let whole = shift >= 0n ? fraction << shift : fraction >> -shift
  const doubtful = exponent > significant ? Math.floor((exponent - significant - 1) * Math.log10(2)) : 0
  const unit = 10n ** BigInt(doubtful)
  whole = whole / unit + (doubtful > 0 && whole % unit >= unit / 2n ? 1n : 0n)
  const text = whole.toString()
  return { digits: text.replace(/0+$/, ''), pointAt: text.length + doubtful }
}

function estimateTens({ fraction, exponent }: Bits): number {
  const scaled = Number(fraction) / 2 ** FRACTION_BITS
  return Math.floor((scaled - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981)
}

/** The number is `value / unit`, and anything within `margin / unit` of it reads back as the same double. */
interface Ratio {
  value: bigint
  readonly unit: bigint
  margin: bigint
  /** Java used its big integers, whose upper test also takes the exact margin. */
  readonly big: boolean
}

function fiveBits(power: number): number {
  return power < 27 ? (5n ** BigInt(power)).toString(2).length : power * 3
}

function ratio(bits: Bits, used: number, tiny: number, tens: number): Ratio {
  const fives = Math.max(0, -tens)
  const unitFives = Math.max(0, tens)
  let twos = fives + tiny + bits.exponent
  let unitTwos = unitFives + tiny
  let marginTwos = twos - bits.significant
  twos -= used - 1
  const common = Math.min(twos, unitTwos)
  twos -= common
  unitTwos -= common
  marginTwos -= common
  // Below a power of two the next number is only half as far.
  if (used === 1) marginTwos -= 1
  if (marginTwos < 0) {
    twos -= marginTwos
    unitTwos -= marginTwos
    marginTwos = 0
  }
  const big = used + twos + fiveBits(fives) >= 64 || unitTwos + 1 + fiveBits(unitFives + 1) >= 64
  return {
    value: ((bits.fraction >> BigInt(FRACTION_BITS + 1 - used)) * 5n ** BigInt(fives)) << BigInt(twos),
    unit: (5n ** BigInt(unitFives)) << BigInt(unitTwos),
    margin: (5n ** BigInt(fives)) << BigInt(marginTwos),
    big,
  }
}

function develop(bits: Bits, used: number, tiny: number): JavaDigits {
  let tens = estimateTens(bits)
  const state = ratio(bits, used, tiny, tens)
  const ten = state.unit * 10n
  const digits: number[] = []
  // Whether the digits so far, or one more in the last place, would read back as the same double.
  let low = false
  let high = false
  const step = (): number => {
    const digit = Number(state.value / state.unit)
    state.value = 10n * (state.value % state.unit)
    state.margin *= 10n
    const overflown = !state.big && state.margin >= LONG_LIMIT
    low = overflown || state.value < state.margin
    // A sum past a long turns negative in Java.
    const upper = state.big ? state.value + state.margin : BigInt.asIntN(64, state.value + state.margin)
    high = overflown || (state.big ? upper >= ten : upper > ten)
    return digit
  }
  const first = step()
  if (first === 0 && !high) tens -= 1
  else digits.push(first)
  // Scientific notation gets a second digit in any case.
  if (tens < -3 || tens >= 8) low = high = false
  for (let done = low || high; !done; done = low || high) digits.push(step())
  if (high && (!low || roundsUp(state.value * 2n - ten, digits.at(-1) ?? 0))) tens += roundUp(digits)
  return { digits: digits.join('').replace(/0+$/, ''), pointAt: tens + 1 }
}

function roundsUp(difference: bigint, lastDigit: number): boolean {
  return difference === 0n ? lastDigit % 2 === 1 : difference > 0n
}

/** Adds one to the last digit; returns 1 when that made the number a power of ten, else 0. */
function roundUp(digits: number[]): number {
  let at = digits.length - 1
  while (at > 0 && digits[at] === 9) digits[at--] = 0
  if (digits[at] === 9) {
    digits[at] = 1
    return 1
  }
  digits[at] = (digits[at] ?? 0) + 1
  return 0
}

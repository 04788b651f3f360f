import { forKnex, isPlainObject, isUnknown, Unknown } from './unknown.ts'

export function binary(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return asText(left) + asText(right)
  }
  if (isUnknown(left) || isUnknown(right)) return comparedIdentity(operator, left, right)
  switch (operator) {
    case '===':
      return left === right
    case '!==':
      return left !== right
    case '==':
      return left === right || (isAbsent(left) && isAbsent(right)) || looseEqual(left, right)
    case '!=':
      return !(binary('==', left, right) === true)
    case 'in':
      return typeof right === 'object' && right !== null
        ? Reflect.has(right, String(left))
        : new Unknown('in')
    case 'instanceof':
      return new Unknown('instanceof')
    default:
      return arithmetic(operator, left, right)
  }
}

/** A made-up value is there: it is neither null nor undefined. */
function comparedIdentity(operator: string, left: unknown, right: unknown): unknown {
  const isText = typeof left === 'string' || typeof right === 'string'
  if (isText && (isAbsent(left) || isAbsent(right))) {
    if (operator === '===' || operator === '==') return false
    if (operator === '!==' || operator === '!=') return true
  }
  return new Unknown('comparison')
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function looseEqual(left: unknown, right: unknown): boolean {
  const isSimple = (value: unknown): boolean =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isSimple(left) && isSimple(right) && Number(left) === Number(right)
}

function arithmetic(operator: string, left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') {
    if (operator === '<') return left < right
    if (operator === '>') return left > right
    if (operator === '<=') return left <= right
    if (operator === '>=') return left >= right
  }
  if (typeof left === 'bigint' || typeof right === 'bigint') return new Unknown('number')
  const [first, second] = [Number(left), Number(right)]
  switch (operator) {
    case '+':
      return first + second
    case '-':
      return first - second
    case '*':
      return first * second
    case '/':
      return first / second
    case '%':
      return first % second
    case '**':
      return first ** second
    case '<':
      return first < second
    case '>':
      return first > second
    case '<=':
      return first <= second
    case '>=':
      return first >= second
    case '|':
      return first | second
    case '&':
      return first & second
    case '^':
      return first ^ second
    case '<<':
      return first << second
    case '>>':
      return first >> second
    default:
      return new Unknown('number')
  }
}

export function unary(operator: string, value: unknown): unknown {
  if (operator === 'void') return undefined
  if (operator === 'typeof') return value instanceof Unknown ? new Unknown('type') : typeof value
  if (isUnknown(value)) return new Unknown('value')
  if (operator === '!') return !value
  if (operator === '-') return -Number(value)
  if (operator === '+') return Number(value)
  if (operator === '~') return ~Number(value)
  return new Unknown('value')
}

const longest = 1_000_000

export function asText(value: unknown): string {
  const known = forKnex(value)
  if (Array.isArray(known)) return known.map(each => (isAbsent(each) ? '' : asText(each))).join(',')
  if (isPlainObject(known)) return '[object Object]'
  const text = String(known)
  if (text.length > longest) throw new RangeError('a text grows too long')
  return text
}

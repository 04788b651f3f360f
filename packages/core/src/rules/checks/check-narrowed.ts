import { listWords } from '../wording/list-words.ts'
import { type Allowed, allowedBy, allowedIn, type Bound } from './check-allows.ts'
import { isHigher, isLower, isWithin, takes } from './check-implied.ts'

/** What the CHECKs before took of an operand, and the new one does not. */
export interface Narrowing {
  readonly operand: string
  /** As they are written in the CHECK. */
  readonly removed?: readonly string[]
  /** `status 'lost'`, `age > 50`: of the rows that do not meet it. */
  readonly rows: string
  /** What was let in: `them`, or `age <= 100`. */
  readonly before: string
}

/** Of whole numbers, `< 5` is `<= 4`. */
function closed({ low, high, ...part }: Allowed): Allowed {
  return {
    ...part,
    ...(low && { low: { at: low.open ? Math.floor(low.at) + 1 : low.at } }),
    ...(high && { high: { at: high.open ? Math.ceil(high.at) - 1 : high.at } }),
  }
}

/** Empty where it takes all that they took, and where that cannot be read. */
export function narrowings(
  wanted: string,
  known: readonly string[],
  isWhole: (operand: string) => boolean,
): readonly Narrowing[] {
  const read = (text: string) =>
    allowedBy(text).map(part => (isWhole(part.operand ?? '') ? closed(part) : part))
  const parts = known.flatMap(read)
  const added = read(wanted)
  const operands = new Set(added.flatMap(({ operand }) => operand ?? []))
  return [...operands].flatMap(operand => {
    const [old, now] = [allowedIn(operand, parts), allowedIn(operand, added)]
    const narrowing = old && now && narrowed(now, old, known.join(' '))
    return narrowing === undefined ? [] : [narrowing]
  })
}

function narrowed(part: Allowed, old: Allowed, text: string): Narrowing | undefined {
  const operand = (part.operand ?? '').replace(/^(\w+) (\w+)$/, '$1($2)')
  const written = (value: number | string): string =>
    typeof value === 'string' || text.includes(`'${value}'`) ? `'${value}'` : String(value)
  if (old.values !== undefined) {
    const removed = [...old.values].filter(value => !takes(part, value)).map(written)
    return removed.length === 0
      ? undefined
      : {
          operand,
          removed,
          rows: `${operand} ${listWords(removed, 6, 'or')}`,
          before: removed.length === 1 ? 'it' : 'them',
        }
  }
  const before = limits(operand, old)
  if (part.values !== undefined)
    return { operand, rows: `${operand} other than ${listWords([...part.values].map(written))}`, before }
  if (isWithin(old, part)) return undefined
  const beyond = [
    ...(part.low && !isLower(part.low, old.low)
      ? [`${operand} ${part.low.open ? '<=' : '<'} ${part.low.at}`]
      : []),
    ...(part.high && !isHigher(part.high, old.high)
      ? [`${operand} ${part.high.open ? '>=' : '>'} ${part.high.at}`]
      : []),
  ]
  return { operand, rows: beyond.join(' or '), before }
}

function limits(operand: string, { low, high }: Allowed): string {
  const one = (bound: Bound | undefined, sign: string) =>
    bound === undefined ? [] : [`${operand} ${sign}${bound.open ? '' : '='} ${bound.at}`]
  return [...one(low, '>'), ...one(high, '<')].join(' and ')
}

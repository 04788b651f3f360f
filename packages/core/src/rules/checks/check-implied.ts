import { type Allowed, allowedBy, allowedIn, type Bound, isInRange } from './check-allows.ts'

/** Does every row that meets the known CHECKs meet this one as well? Where that cannot be read, no. */
export function isImplied(wanted: string, known: readonly string[]): boolean {
  const parts = known.flatMap(allowedBy)
  return allowedBy(wanted).every(part => {
    if (parts.some(({ text }) => text === part.text)) return true
    const narrow = part.operand === undefined ? undefined : allowedIn(part.operand, parts)
    return narrow !== undefined && isWithin(narrow, part)
  })
}

export function isWithin(narrow: Allowed, wide: Allowed): boolean {
  if (narrow.values !== undefined) return [...narrow.values].every(value => takes(wide, value))
  if (wide.values !== undefined) return false
  return isLower(wide.low, narrow.low) && isHigher(wide.high, narrow.high)
}

export function takes({ values, low, high }: Allowed, value: number | string): boolean {
  return values === undefined ? isInRange(value, low, high) : values.has(value)
}

/** Does the bound leave no number out that the narrow one takes? */
export function isLower(low: Bound | undefined, narrow: Bound | undefined): boolean {
  if (low === undefined) return true
  if (narrow === undefined) return false
  return low.at < narrow.at || (low.at === narrow.at && (low.open !== true || narrow.open === true))
}

export function isHigher(high: Bound | undefined, narrow: Bound | undefined): boolean {
  if (high === undefined) return true
  if (narrow === undefined) return false
  return high.at > narrow.at || (high.at === narrow.at && (high.open !== true || narrow.open === true))
}

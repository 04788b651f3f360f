import { listWords } from '../wording/list-words.ts'

interface Mapped {
  /** As written. */
  readonly from: readonly string[]
  /** Those that become one and the same, which nobody can tell apart any more. */
  readonly merged?: { readonly from: readonly string[]; readonly to: string }
}

const literal = `'(?:[^']|'')*'|-?\\d+`

/** `CASE c WHEN 'a' THEN 'b' … ELSE c END`: rows with another value keep it. */
export function mappedByCase(text: string, column: string): Mapped | undefined {
  const name = `(?:[\\w"\`]+\\s*\\.\\s*)?["\`]?${column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["\`]?`
  const branch = `\\s*when\\s+(?:${name}\\s*=\\s*)?(?:${literal})\\s+then\\s+(?:${literal})`
  const whole = new RegExp(
    `^\\s*\\(?\\s*case(?:\\s+${name})?((?:${branch})+)\\s+else\\s+${name}\\s+end\\s*\\)?\\s*$`,
    'i',
  )
  const [, branches] = whole.exec(text) ?? []
  if (branches === undefined) return undefined
  const pairs = [...branches.matchAll(new RegExp(`(${literal})\\s+then\\s+(${literal})`, 'gi'))].map(
    ([, from = '', to = '']) => ({ from, to }),
  )
  const twice = pairs.find(({ to }) => pairs.filter(other => other.to === to).length > 1)
  const from = pairs.map(pair => pair.from)
  return twice === undefined
    ? { from }
    : {
        from,
        merged: { from: pairs.filter(({ to }) => to === twice.to).map(pair => pair.from), to: twice.to },
      }
}

/** `CASE WHEN … ELSE c END`, also one in another: rows that no WHEN finds keep their value. */
export function keepsOthers(text: string, column: string): boolean {
  const name = `(?:[\\w"\`]+\\s*\\.\\s*)?["\`]?${column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["\`]?`
  return new RegExp(
    `^\\s*\\(?\\s*case\\b[\\s\\S]*\\belse\\s+${name}\\s+end(?:\\s+end)*\\s*\\)?\\s*$`,
    'i',
  ).test(text)
}

const mostValues = 8

/** The condition that finds the rows which change. */
export function whereMapped(column: string, { from }: Mapped): string {
  return from.length > mostValues
    ? `WHERE ${column} IN (…), with each value behind WHEN`
    : `WHERE ${column} IN (${from.join(', ')})`
}

export function mergedInWords({ merged }: Mapped): string {
  return merged === undefined
    ? ''
    : ` ${listWords(merged.from)} become ${merged.to} alike: which of them it was is kept nowhere.`
}

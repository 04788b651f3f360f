import type { ObjectName } from '../../operations/column.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { columnIn } from '../names/known-columns.ts'

/** Is one of them NOT the other, so that each row meets one? `c IS NULL` and `c IS NOT NULL`; of a column that is never
 * NULL also `c IN (…)` and `c NOT IN (…)`, `c = 1` and `c <> 1`. */
export function isOpposite(one: string, other: string, table: ObjectName, schema: SchemaState): boolean {
  const [first, second] = [plain(one), plain(other)]
  if (/\b(?:and|or|select|between)\b/i.test(`${first} ${second}`)) return false
  const isOne = (yes: string, no: string) => affirmed(no) === yes && no !== yes
  if (!isOne(first, second) && !isOne(second, first)) return false
  const yes = affirmed(first)
  if (/^\S+ is null$/i.test(yes)) return true
  const [, column] = /^(?:\w+\.)*(\w+) (?:=|in|like) /i.exec(yes) ?? []
  if (column === undefined || / null\b/i.test(yes)) return false
  return columnIn(schema, table, column)?.nullable === false
}

/** With its one NOT taken out. */
function affirmed(condition: string): string {
  return condition.replace(/ (?:<>|!=) /, ' = ').replace(/ not /i, ' ')
}

/** One space between words, none of the quotes and parentheses around them; literals as they are. */
function plain(where: string): string {
  return where
    .split(/('(?:[^']|'')*')/)
    .map((part, place) =>
      place % 2 === 1
        ? part
        : part
            .replace(/[`"[\]();]/g, ' ')
            .replace(/(<>|!=|=|,)/g, ' $1 ')
            .toLowerCase(),
    )
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

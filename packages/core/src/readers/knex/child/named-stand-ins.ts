import { holdsUnknownText } from '../../../operations/unknown-text.ts'
import type { QueryBuilder } from './knex-internals.ts'
import { isStandIn, textOfStandIn } from './stub.ts'

/**
 * What could not be imported is a value like any other: Knex takes the function that stands for it for a sub-query.
 * `raw` makes a condition of a text.
 */
export function withValues(builder: QueryBuilder, raw: (text: string) => object): void {
  for (const statement of builder._statements ?? []) {
    const list = statement.type === 'whereIn' ? textOfStandIn(statement.value) : undefined
    if (list !== undefined) statement.value = [list]
    for (const [name, value] of Object.entries(statement)) {
      const given = withNames(value)
      if (given === value) continue
      // `where(imported)` may be a whole condition.
      const isCondition = statement.type === 'whereWrapped' || statement.type === 'havingWrapped'
      if (!isCondition) statement[name] = given
      else if (typeof given === 'string') {
        statement[name] = raw(given)
        statement.type = statement.type === 'whereWrapped' ? 'whereRaw' : 'havingRaw'
      }
    }
  }
  const single = builder._single ?? {}
  for (const [name, value] of Object.entries(single)) single[name] = withNames(value)
  if (single.insert !== undefined) single.insert = withColumns(single.insert)
}

/** With a text for each stand-in; what holds none stays as it is. */
export function withNames(value: unknown): unknown {
  if (isStandIn(value)) return textOfStandIn(value)
  if (Array.isArray(value)) {
    const items = value.map(withNames)
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isPlain(value)) return value
  const entries = Object.entries(value)
  const given = entries.map(([name, each]) => [name, withNames(each)] as const)
  return given.some(([, each], index) => each !== entries[index]?.[1]) ? Object.fromEntries(given) : value
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * A row that is not known has columns all the same: one with a made-up name stands for them. Knex would see a row
 * without any, and send nothing.
 */
function withColumns(inserted: unknown): unknown {
  return Array.isArray(inserted) ? inserted.map(withColumn) : withColumn(inserted)
}

function withColumn(row: unknown): unknown {
  const name = typeof row === 'string' && holdsUnknownText(row) ? row : textOfStandIn(row)
  return name === undefined ? row : { [name]: name }
}

import type { Constraint, ObjectName } from '../../operations/column.ts'
import type { KeysOf } from '../../schema/indexed-map.ts'
import { isValid } from '../../schema/is-valid.ts'
import { columnsOf, findColumn, findTable } from '../../schema/lookup.ts'
import { partsBy } from '../../schema/part-list.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { textTokens } from '../../schema/sql-text.ts'
import { withoutParentheses } from '../checks/check-parts.ts'

/** Can the table hold one row only: a primary or unique key of columns that a CHECK each pins to one value? */
export function holdsOneRow(table: ObjectName, schema: SchemaState): boolean {
  const known = findTable(schema, table)
  if (known === undefined) return false
  const pinned = pinnedColumns(known, schema)
  if (pinned.size === 0) return false
  const isPinned = (column: string): boolean => pinned.has(schema.semantics.columnKey(column))
  return [...known.constraints].some(
    each =>
      (each.type === 'primary-key' || each.type === 'unique') &&
      isValid(each) &&
      columnsOf(each).length > 0 &&
      columnsOf(each).every(isPinned),
  )
}

/** By their keys. A CHECK lets NULL pass, and a unique key takes many of them. */
function pinnedColumns(table: Table, { semantics }: SchemaState): ReadonlySet<string> {
  const checks = partsBy(table.constraints, oneValueOf, 'one value').filter(
    each => each.type === 'check' && each.notValid !== true && each.notEnforced !== true,
  )
  return new Set(
    checks.flatMap(check => {
      const [column, sign] = tokensOf(check)
      const known = column?.name === undefined ? undefined : findColumn(table, column.name, semantics)
      if (known === undefined || known.nullable) return []
      // CHECK (id) leaves a boolean one value alone.
      const isOne = sign !== undefined || /^bool/i.test(known.type?.name ?? '')
      return isOne ? [semantics.columnKey(known.name)] : []
    }),
  )
}

/** `id = 1`, `one_row`. */
const oneValueOf: KeysOf<Constraint> = constraint => {
  const [column, sign, ...value] = tokensOf(constraint)
  const isOne =
    column?.name !== undefined &&
    (sign === undefined ||
      (sign.text === '=' && value.length === 1 && /^(?:\d+|'[^']*'|true|false)$/i.test(value[0]?.text ?? '')))
  return isOne ? ['one value'] : []
}

function tokensOf(constraint: Constraint) {
  if (constraint.type !== 'check') return []
  return withoutParentheses(textTokens(constraint.expression).filter(({ kind }) => kind !== 'space'))
}

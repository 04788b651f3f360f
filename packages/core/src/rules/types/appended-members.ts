import type { OperationOf } from '../../operations/operation.ts'
import type { Suggestion } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { addedValues, quotedValues, relabelled, type ValuesChange } from './enum-change.ts'
import { withKeptCharset } from './kept-charset.ts'

/** The same change of an ENUM or SET with the old members where they were and the new ones behind them. */
export function appendedMembers(
  { to, column }: OperationOf<'change-column'>,
  change: ValuesChange,
  context: OperationContext,
): Suggestion {
  const { traits } = context
  const { from = [] } = change
  const respelled = relabelled(change).map(([, to]) => to)
  const added = addedValues(change).filter(value => !respelled.includes(value))
  const values = [...from, ...added]
  const kind = to.type?.name ?? 'enum'
  const written = {
    ...to.type,
    name: kind,
    args: [],
    values,
    text: `${kind.toUpperCase()}(${quotedValues(values).join(', ')})`,
  }
  const type = withKeptCharset(written, change.table, column, context)
  const verb = to.name === column ? 'MODIFY COLUMN' : `CHANGE COLUMN ${traits.quote(column)}`
  return {
    title:
      added.length === 0 ? 'Keep the members as they are' : 'Keep the old members and append the new ones',
    sql: `ALTER TABLE ${sqlName(change.table, traits)} ${verb} ${traits.columnDefinition({ ...to, type })};`,
  }
}

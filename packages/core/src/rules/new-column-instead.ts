import type { Column, DataType, ObjectName } from '../operations/column.ts'
import { columnsOf } from '../schema/lookup.ts'
import type { Problem } from './finding.ts'
import { withKeptCharset } from './kept-charset.ts'
import { columnIn, sameColumn } from './known-columns.ts'
import { listWords } from './list-words.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'
import { typeFromTheStart } from './type-from-the-start.ts'

type Place = Pick<OperationContext, 'before' | 'traits' | 'tableBefore'>

/** Instead of converting a column under everybody's hands: one of the new type beside it, which is filled in batches. */
export function newColumnInstead(
  table: ObjectName,
  column: string,
  type: DataType,
  place: Place & Pick<OperationContext, 'addedBy' | 'migration'>,
  title = (rest: string) =>
    `Add a column of the new type; fill it in batches, ${rest}switch the code over, and drop the old one later`,
): Pick<Problem, 'suggestion' | 'instead'> {
  const instead = typeFromTheStart(table, [column], place)
  if (instead !== undefined) return { instead }
  return columnBeside(table, column, { name: `${column}_new`, type }, place, title)
}

/** Empty at first, so that it can be seen which rows have a value: what else the old column has comes when they have. */
export function columnBeside(
  table: ObjectName,
  column: string,
  { name, type }: { readonly name: string; readonly type: DataType },
  place: Place,
  title: (rest: string) => string,
): Pick<Problem, 'suggestion'> {
  const { before, traits, tableBefore } = place
  if (columnIn(before, table, name) !== undefined) return {}
  const old = columnIn(before, table, column)
  const definition = traits.columnDefinition({
    name,
    type: withKeptCharset(type, table, column, place),
    nullable: true,
    ...(old?.comment !== undefined && { comment: old.comment }),
  })
  const rest = old === undefined ? [] : whatElse(old, keysOn(table, column, { before, tableBefore }))
  return {
    suggestion: {
      title: title(rest.length === 0 ? '' : `give it ${listWords(rest)}, `),
      sql: `ALTER TABLE ${sqlName(table, traits)} ADD COLUMN ${definition};`,
    },
  }
}

function whatElse({ nullable, default: value }: Column, keys: string | undefined): readonly string[] {
  return [
    ...(nullable ? [] : ['NOT NULL']),
    ...(value === undefined || value.toLowerCase() === 'null' ? [] : ['the default']),
    ...(keys === undefined ? [] : [keys]),
  ]
}

function keysOn(
  table: ObjectName,
  column: string,
  { before, tableBefore }: Pick<Place, 'before' | 'tableBefore'>,
): string | undefined {
  const known = tableBefore(table)
  const isOn = (names: readonly (string | undefined)[]) =>
    names.some(each => each !== undefined && sameColumn(before, each, column))
  const constraints = known?.constraints.some(
    each => isOn(columnsOf(each)) || (each.type === 'check' && each.column === column),
  )
  const indexes = known?.indexes.some(({ parts }) => isOn(parts.map(part => part.column)))
  if (constraints !== true && indexes !== true) return undefined
  return `its ${[constraints === true ? 'constraints' : '', indexes === true ? 'indexes' : ''].filter(word => word !== '').join(' and ')}`
}

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

/** A column that takes the place of another one. */
export interface NewColumn {
  readonly column: string
  readonly name: string
  readonly type: DataType
}

type Title = (rest: string) => string

/** Instead of converting a column under everybody's hands: one of the new type beside it, which is filled in batches. */
export function newColumnInstead(
  table: ObjectName,
  column: string,
  type: DataType,
  place: Place & Pick<OperationContext, 'addedBy' | 'migration'>,
  as: { readonly name?: string; readonly title?: Title } = {},
): Pick<Problem, 'suggestion' | 'instead'> {
  return newColumnsInstead(
    table,
    [{ column, name: nameBeside(column, as.name, place), type }],
    place,
    as.title,
  )
}

/** The same for several columns of one statement. */
export function newColumnsInstead(
  table: ObjectName,
  added: readonly NewColumn[],
  place: Place & Pick<OperationContext, 'addedBy' | 'migration'>,
  title: Title = rest =>
    added.length === 1
      ? `Add a column of the new type; fill it in batches, ${rest}switch the code over, and drop the old one later`
      : `Add columns of the new types; fill them in batches, ${rest}switch the code over, and drop the old ones later`,
): Pick<Problem, 'suggestion' | 'instead'> {
  const instead = typeFromTheStart(
    table,
    added.map(({ column }) => column),
    place,
  )
  if (instead !== undefined) return { instead }
  return columnsBeside(table, added, place, title)
}

/** The name that the statement gives it, or one made of its own. */
export function nameBeside(
  column: string,
  name: string | undefined,
  { before }: Pick<OperationContext, 'before'>,
): string {
  return name === undefined || sameColumn(before, name, column) ? `${column}_new` : name
}

/** Empty at first, so that it can be seen which rows have a value: what else the old column has comes when they have. */
export function columnsBeside(
  table: ObjectName,
  added: readonly NewColumn[],
  place: Place,
  title: Title,
): Pick<Problem, 'suggestion'> {
  const { before, traits, tableBefore } = place
  if (added.some(({ name }) => columnIn(before, table, name) !== undefined)) return {}
  const definitions = added.map(({ column, name, type }) => {
    const comment = columnIn(before, table, column)?.comment
    return traits.columnDefinition({
      name,
      type: withKeptCharset(type, table, column, place),
      nullable: true,
      ...(comment !== undefined && { comment }),
    })
  })
  const rest = new Set(
    added.flatMap(({ column }) => {
      const old = columnIn(before, table, column)
      return old === undefined ? [] : whatElse(old, keysOn(table, column, { before, tableBefore }))
    }),
  )
  const it = added.length === 1 ? 'it' : 'each what the old one has of'
  return {
    suggestion: {
      title: title(rest.size === 0 ? '' : `give ${it} ${listWords([...rest])}, `),
      sql: `ALTER TABLE ${sqlName(table, traits)} ${definitions.map(each => `ADD COLUMN ${each}`).join(', ')};`,
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

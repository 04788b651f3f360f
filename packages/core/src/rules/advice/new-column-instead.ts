import type { Statement } from '../../migration/migration.ts'
import type { Column, DataType, ObjectName } from '../../operations/column.ts'
import { columnsOf } from '../../schema/lookup.ts'
import type { Problem } from '../finding.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { withKeptCharset } from '../types/kept-charset.ts'
import { listWords } from '../wording/list-words.ts'
import { sqlName } from '../wording/sql-name.ts'
import { typeFromTheStart } from './type-from-the-start.ts'

type Place = Pick<OperationContext, 'before' | 'traits' | 'tableBefore'> & { readonly statement?: Statement }

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
  const { suggestion } = columnsBeside(table, added, place, title)
  const [only, ...others] = added
  const isWhole = only !== undefined && others.length === 0 && isOfColumn(table, only.column, place)
  if (suggestion === undefined) return {}
  return { suggestion: isWhole ? { ...suggestion, ofWholeStatement: true } : suggestion }
}

/** The name that the statement gives it, or one made of its own. */
export function nameBeside(
  column: string,
  name: string | undefined,
  { before }: Pick<OperationContext, 'before'>,
): string {
  return name === undefined || sameColumn(before, name, column) ? `${column}_new` : name
}

/** NOT NULL, a default or a key that the same statement gives the column comes when the new one is filled. */
function isOfColumn(table: ObjectName, column: string, { before, tableBefore, statement }: Place): boolean {
  const isIt = (names: readonly string[]): boolean =>
    names.length > 0 && names.every(each => sameColumn(before, each, column))
  return (statement?.operations ?? []).every(operation => {
    switch (operation.kind) {
      case 'change-column-type':
      case 'set-not-null':
      case 'drop-not-null':
      case 'set-default':
      case 'drop-default':
        return isIt([operation.column])
      case 'add-constraint':
        return isIt(columnsOf(operation.constraint))
      case 'drop-constraint': {
        const known = tableBefore(table)?.constraints.find(({ name }) => name === operation.name)
        return known !== undefined && isIt(columnsOf(known))
      }
      default:
        return false
    }
  })
}

/** Empty at first, so that it can be seen which rows have a value: what else the old column has comes when they have. */
export function columnsBeside(
  table: ObjectName,
  added: readonly NewColumn[],
  place: Place,
  title: Title,
): Pick<Problem, 'suggestion'> {
  const { before, traits } = place
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
      return old === undefined ? [] : whatElse(asWanted(old, place.statement), keysOn(table, column, place))
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

/** What other clauses of the statement say of the column. */
function asWanted(old: Column, statement: Statement | undefined): Column {
  let { nullable, default: value } = old
  for (const operation of statement?.operations ?? []) {
    if (!('column' in operation) || operation.column !== old.name) continue
    if (operation.kind === 'set-not-null') nullable = false
    if (operation.kind === 'drop-not-null') nullable = true
    if (operation.kind === 'set-default') value = operation.default
    if (operation.kind === 'drop-default') value = undefined
  }
  const { default: _before, ...rest } = old
  return { ...rest, nullable, ...(value !== undefined && { default: value }) }
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
  { before, tableBefore, statement }: Pick<Place, 'before' | 'tableBefore' | 'statement'>,
): string | undefined {
  const known = tableBefore(table)
  const wanted = (statement?.operations ?? []).flatMap(each =>
    each.kind === 'add-constraint' && sameObject(before, each.table, table) ? [each.constraint] : [],
  )
  const isOn = (names: readonly (string | undefined)[]) =>
    names.some(each => each !== undefined && sameColumn(before, each, column))
  const constraints = [...(known?.constraints ?? []), ...wanted].some(
    each => isOn(columnsOf(each)) || (each.type === 'check' && each.column === column),
  )
  const indexes = known?.indexes.some(({ parts }) => isOn(parts.map(part => part.column)))
  if (!constraints && indexes !== true) return undefined
  return `its ${[constraints ? 'constraints' : '', indexes === true ? 'indexes' : ''].filter(word => word !== '').join(' and ')}`
}

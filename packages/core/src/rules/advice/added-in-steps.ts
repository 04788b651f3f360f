import { words } from '../../dialects/writing/sql-writer.ts'
import { positionWords } from '../../dialects/writing/write-common.ts'
import type { Statement } from '../../migration/migration.ts'
import type { Column, Constraint } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import type { SuggestedMigration } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { withClauses } from './alter-clauses.ts'
import { keyFromIndex } from './key-from-index.ts'
import { validation } from './not-valid.ts'
import { provenNotNull } from './proven-not-null.ts'

export type AddColumn = OperationOf<'add-column'>

type Place = Pick<OperationContext, 'traits' | 'before' | 'replayedScript'>

/** The statement with these columns added in their plain form, and all its other clauses as they are; undefined where it
 * cannot be taken apart. */
export function addedPlain(
  added: readonly AddColumn[],
  plain: (operation: AddColumn) => Column,
  statement: Statement,
  traits: OperationContext['traits'],
): string | undefined {
  const clause = (each: AddColumn): string =>
    words(
      'ADD COLUMN',
      each.ifNotExists && 'IF NOT EXISTS',
      asWritten(traits.columnDefinition(plain(each)), each.column, statement),
      positionWords(each.position, traits),
    )
  if (added.some(({ column }) => column.unkept === true)) return undefined
  const together = withClauses(statement, (each, written) => {
    const own = added.find(one => one === each)
    if (own !== undefined) return clause(own)
    return added.some(one => takesPlaceOf(each, one)) ? '' : written
  })
  const [first] = added
  if (together !== undefined || first === undefined) return together && `${together};`
  if (statement.operations.length > 1) return undefined
  return `ALTER TABLE ${sqlName(first.table, traits)} ${clause(first)};`
}

/** A type in the letters that the author wrote: what replaces BLOB before the server sees it does not know blob. */
function asWritten(definition: string, { name, type }: Column, { text }: Statement): string {
  if (type === undefined) return definition
  const [column, words] = [name, type.text].map(each => each.replace(/[^\w\s]/g, '\\$&'))
  const found = new RegExp(`\\b${column}["\`]?\\s+"?(${words})(?!\\w)`, 'i').exec(text)?.[1]
  return found === undefined ? definition : definition.replace(` ${type.text}`, () => ` ${found}`)
}

/** The key from before goes when the column's own is there. */
function takesPlaceOf(other: Operation, { table, constraints }: AddColumn): boolean {
  return (
    other.kind === 'drop-constraint' &&
    constraints.some(({ type }) => type === 'primary-key') &&
    (other.type === 'primary-key' || other.name === `${bareName(table)}_pkey`)
  )
}

/** What the definition says beside the column, without a look at the rows while others wait: NOT NULL and keys last.
 * Undefined where a part of it cannot be said so. */
export function restOfColumn(
  operation: AddColumn,
  { isRequired }: { readonly isRequired: boolean },
  place: Place,
): readonly SuggestedMigration[] | undefined {
  const { table, column, constraints } = operation
  const { traits } = place
  if (constraints.some(({ unkept }) => unkept === true)) return undefined
  const names = new Set<string>()
  const steps = constraints.map(constraint => constraintLater(constraint, operation, names, place))
  if (!steps.every(step => step !== undefined)) return undefined
  const isKey = ({ type }: Constraint): boolean => type === 'primary-key' || type === 'unique'
  const of = (wanted: boolean) => steps.filter((_, at) => isKey(constraints[at] as Constraint) === wanted)
  const notNull = isRequired ? provenNotNull(table, column.name, traits) : []
  return [...of(false).flat(), ...notNull, ...of(true).flat()]
}

function constraintLater(
  constraint: Constraint,
  { table, column }: AddColumn,
  taken: Set<string>,
  place: Place,
): readonly SuggestedMigration[] | undefined {
  const { traits } = place
  const bare = bareName(table)
  const named = (chosen: string): string => {
    let name = constraint.name ?? chosen
    for (let count = 1; constraint.name === undefined && taken.has(name); count += 1)
      name = `${chosen}${count}`
    taken.add(name)
    return name
  }
  switch (constraint.type) {
    case 'primary-key':
      return keyFromIndex({ ...constraint, table, name: named(`${bare}_pkey`), type: 'PRIMARY KEY' }, place)
    case 'unique':
      return keyFromIndex(
        { ...constraint, table, name: named(`${bare}_${column.name}_key`), type: 'UNIQUE' },
        place,
      )
    case 'check':
    case 'foreign-key': {
      const name = named(`${bare}_${column.name}_${constraint.type === 'check' ? 'check' : 'fkey'}`)
      const written = traits.write({
        kind: 'add-constraint',
        table,
        constraint: { ...constraint, name, notValid: true },
      })
      return (
        written && [...written.map(sql => `${sql};`), validation(table, name, traits)].map(sql => ({ sql }))
      )
    }
    default:
      return undefined
  }
}

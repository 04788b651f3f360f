import type { Column, Constraint, Index, ObjectName } from '../../operations/column.ts'
import type { SchemaSemantics } from '../../schema/schema-state.ts'
import { affinityOf } from './types.ts'

/** SQLite manual, Database Object Name Resolution; measured: SQLite 3.40: names are case-insensitive in ASCII; `main`
 * is the default schema. */
export const sqliteSemantics: SchemaSemantics = {
  objectKey: name => lowerAscii(name).replace(/^main\./, ''),
  columnKey: lowerAscii,
  constraintName,
  indexName,
  // SQLite manual, ALTER TABLE DROP COLUMN: fails for a column that is indexed, UNIQUE or a key.
  droppedColumnInIndex: 'refuses',
  foreignKeyCreatesIndex: false,
  indexNamesPer: 'schema',
  primaryKeyImpliesNotNull: false,
  // SQLite manual, ALTER TABLE RENAME: since 3.25 and 3.26.
  viewsFollowRenames: true,
  undoesDdl: true,
  selectedColumn: ({ name, type }) => selectedColumn(name, type?.name ?? ''),
}

function lowerAscii(name: string): string {
  return name.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}

/** SQLite names the indexes behind UNIQUE only; the other names serve to tell constraints apart. */
function constraintName(table: ObjectName, constraint: Constraint, taken: ReadonlySet<string>): string {
  if (constraint.type === 'unique') return firstFree(number => `sqlite_autoindex_${table}_${number}`, taken)
  const base = `${table} ${constraint.type.replace('-', ' ')}`
  const subject = subjectOf(constraint)
  const name = subject === '' ? base : `${base} (${subject})`
  return taken.has(name) ? firstFree(number => `${name} ${number + 1}`, taken) : name
}

function subjectOf(constraint: Constraint): string {
  switch (constraint.type) {
    case 'primary-key':
      return ''
    case 'check':
      return constraint.expression
    case 'exclusion':
      return constraint.definition
    case 'unique':
    case 'foreign-key':
    case 'not-null':
      return constraint.columns.join(', ')
    default:
      return constraint satisfies never
  }
}

/** SQLite has no nameless indexes; this is for what other readers leave out. */
function indexName(table: ObjectName, index: Index, taken: ReadonlySet<string>): string {
  const parts = index.parts.map(part => part.column ?? 'expression').join('_')
  const name = `${table}_${parts}_index`
  return taken.has(name) ? firstFree(number => `${name}${number}`, taken) : name
}

function firstFree(name: (number: number) => string, taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(name(number))) number += 1
  return name(number)
}

/** SQLite manual, CREATE TABLE … AS SELECT: a type that stands for the affinity; measured: SQLite 3.40. */
const affinityTypes = { integer: 'INT', text: 'TEXT', real: 'REAL', numeric: 'NUM', blob: '' } as const

export function selectedColumn(name: string, typeName: string): Column {
  const text = affinityTypes[affinityOf(typeName)]
  return text === ''
    ? { name, nullable: true }
    : { name, nullable: true, type: { name: text.toLowerCase(), args: [], text } }
}

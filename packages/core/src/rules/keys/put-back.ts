import type { Column, Constraint, ObjectName } from '../../operations/column.ts'
import { findColumn, findTable } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { isImplied } from '../checks/check-implied.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import { shortened } from '../wording/shortened.ts'
import { referencedColumns } from './foreign-key-columns.ts'
import { hasUniqueKey } from './unique-keys.ts'

type ForeignKey = Pick<Extract<Constraint, { type: 'foreign-key' }>, 'columns' | 'references'>

/** What the schema that is in use since the deploy does not already ask of the rows. */
export function constraintThatRowsCanBreak(
  table: ObjectName,
  constraint: Constraint,
  deployed: SchemaState,
): string | undefined {
  switch (constraint.type) {
    case 'unique':
    case 'primary-key':
      return keyThatRowsCanBreak(table, constraint.columns, undefined, deployed)
    case 'check':
      return constraint.notValid === true ||
        constraint.notEnforced === true ||
        isHeldByNotNull(table, constraint.expression, deployed) ||
        isKept(table, constraint, deployed)
        ? undefined
        : constraint.name === undefined
          ? `CHECK (${shortened(constraint.expression)}) of ${table}`
          : `the CHECK ${constraint.name} of ${table}`
    case 'foreign-key':
      return constraint.notValid === true ||
        isKept(table, constraint, deployed) ||
        leadsTo(table, constraint, deployed) ||
        !hasAll(table, constraint.columns, deployed)
        ? undefined
        : `the foreign key from ${table} to ${constraint.references.table}`
    default:
      return undefined
  }
}

export function keyThatRowsCanBreak(
  table: ObjectName,
  columns: readonly string[],
  where: string | undefined,
  deployed: SchemaState,
): string | undefined {
  const known = findTable(deployed, table)
  if (known !== undefined && hasUniqueKey(known, { columns, where }, deployed)) return undefined
  if (columns.some(column => isMadeUnique(columnIn(deployed, table, column)))) return undefined
  return hasAll(table, columns, deployed) ? `UNIQUE (${columns.join(', ')}) of ${table}` : undefined
}

/** Each row gets a value of its own from the server, unless the code writes one. */
function isMadeUnique(column: Column | undefined): boolean {
  const { autoIncrement, default: value = '', nullable } = column ?? {}
  return nullable === false && (autoIncrement !== undefined || ownValue.test(value))
}

const ownValue = /^\(?\s*(?:nextval|gen_random_uuid|uuid_generate_v[14]|uuidv[47]|uuid)\s*\(/i

/** A column that down adds itself holds nothing that could break a key. */
function hasAll(table: ObjectName, columns: readonly string[], deployed: SchemaState): boolean {
  const known = findTable(deployed, table)
  return columns.every(
    column => known !== undefined && findColumn(known, column, deployed.semantics) !== undefined,
  )
}

/** `email IS NOT NULL` of a column that is NOT NULL. */
function isHeldByNotNull(table: ObjectName, expression: string, deployed: SchemaState): boolean {
  const [name, ...rest] = expression.replaceAll(/[()]/g, ' ').trim().split(/\s+/)
  if (name === undefined || rest.join(' ').toLowerCase() !== 'is not null') return false
  return columnIn(deployed, table, namesIn(name)[0] ?? name)?.nullable === false
}

/** The same rule under another name, or with another action; a CHECK that takes all that those of now take. */
function isKept(table: ObjectName, constraint: Constraint, deployed: SchemaState): boolean {
  const said = (findTable(deployed, table)?.constraints ?? []).filter(isEnforced)
  if (said.some(other => rule(other) === rule(constraint))) return true
  const checks = said.flatMap(other => (other.type === 'check' ? [other.expression] : []))
  return constraint.type === 'check' && isImplied(constraint.expression, checks)
}

/** Do the foreign keys of now lead to the same columns, by way of another table whose own key refers to them? */
function leadsTo(
  table: ObjectName,
  { columns, references }: ForeignKey,
  deployed: SchemaState,
  passed: readonly ObjectName[] = [],
): boolean {
  const target = findTable(deployed, references.table)
  if (target === undefined || passed.length > longestChain) return false
  const wanted = referencedColumns({ references }, target)
  const areSame = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((name, at) => sameColumn(deployed, name, other[at] ?? ''))
  const keys = (findTable(deployed, table)?.constraints ?? []).filter(isEnforced)
  return keys.some(key => {
    if (key.type !== 'foreign-key' || !areSame(key.columns, columns)) return false
    const next = findTable(deployed, key.references.table)
    if (next === undefined || passed.some(each => sameObject(deployed, each, next.name))) return false
    const reached = referencedColumns(key, next)
    return sameObject(deployed, next.name, references.table)
      ? wanted.length > 0 && areSame(reached, wanted)
      : leadsTo(next.name, { columns: reached, references }, deployed, [...passed, next.name])
  })
}

const longestChain = 10

function isEnforced(constraint: Constraint): boolean {
  return (
    !('notValid' in constraint && constraint.notValid === true) &&
    !('notEnforced' in constraint && constraint.notEnforced === true)
  )
}

function rule(constraint: Constraint): string {
  switch (constraint.type) {
    case 'check':
      return constraint.expression.replace(/\s+/g, ' ').toLowerCase()
    case 'foreign-key':
      return JSON.stringify([constraint.columns, constraint.references.table, constraint.references.columns])
    default:
      return JSON.stringify(constraint)
  }
}

import type { Constraint, Index, ObjectName } from '../../../operations/column.ts'
import type { Engine } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { type ColumnDefinition, readColumnDefinition } from './column-definition.ts'
import { readIndexBody, readIndexOptions, readMethod } from './index-definition.ts'
import { readReferences } from './references.ts'

/** What may stand in CREATE TABLE's parentheses and after ALTER TABLE … ADD. */
export type TableElement =
  | { readonly kind: 'column'; readonly definition: ColumnDefinition }
  | { readonly kind: 'constraint'; readonly constraint: Constraint; readonly ifNotExists: boolean }
  | { readonly kind: 'index'; readonly index: Index; readonly ifNotExists: boolean }
  | { readonly kind: 'period'; readonly columns: readonly string[] }

export function readTableElement(cursor: TokenCursor, table: ObjectName, engine: Engine): TableElement {
  return readKeyElement(cursor, table, engine) ?? { kind: 'column', definition: readColumnDefinition(cursor) }
}

/** A constraint, an index or a period; undefined where a column stands. */
export function readKeyElement(
  cursor: TokenCursor,
  table: ObjectName,
  engine: Engine,
): TableElement | undefined {
  if (cursor.take('CONSTRAINT')) return readConstraint(cursor, table, engine)
  if (cursor.isAt('PERIOD', 'FOR') || cursor.isAt('PERIOD', 'IF')) return readPeriod(cursor)
  if (cursor.takeOneOf('INDEX', 'KEY')) return readIndex(cursor, table, { unique: false })
  const variant = cursor.takeOneOf('FULLTEXT', 'SPATIAL') ?? takeVector(cursor)
  if (variant) {
    cursor.takeOneOf('INDEX', 'KEY')
    if (variant === 'VECTOR') return readIndex(cursor, table, { unique: false, method: 'vector' })
    return readIndex(cursor, table, {
      unique: false,
      variant: variant === 'FULLTEXT' ? 'fulltext' : 'spatial',
    })
  }
  return readConstraintBody(cursor, { table, engine })
}

/** VECTOR is no reserved word: a column may have the name. */
function takeVector(cursor: TokenCursor): string | undefined {
  return cursor.isAt('VECTOR', 'INDEX') || cursor.isAt('VECTOR', 'KEY')
    ? cursor.takeOneOf('VECTOR')
    : undefined
}

function readConstraint(cursor: TokenCursor, table: ObjectName, engine: Engine): TableElement {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.startsIdentifier() ? cursor.identifier() : undefined
  const element = readConstraintBody(cursor, { table, engine }, name) ?? cursor.fail()
  return ifNotExists && element.kind !== 'column' && element.kind !== 'period'
    ? { ...element, ifNotExists }
    : element
}

function readConstraintBody(
  cursor: TokenCursor,
  { table, engine }: { readonly table: ObjectName; readonly engine: Engine },
  name?: string,
): TableElement | undefined {
  if (cursor.take('PRIMARY', 'KEY')) return readPrimaryKey(cursor)
  if (cursor.take('UNIQUE')) {
    cursor.takeOneOf('INDEX', 'KEY')
    return readIndex(cursor, table, { unique: true, ...(name === undefined ? {} : { name }) })
  }
  if (cursor.take('FOREIGN', 'KEY')) return readForeignKey(cursor, engine, name)
  if (cursor.take('CHECK')) return readCheck(cursor, name)
  return undefined
}

/** A name may be written and is ignored: the key is called PRIMARY. */
function readPrimaryKey(cursor: TokenCursor): TableElement {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  if (cursor.startsIdentifier() && !cursor.isAt('USING')) cursor.identifier()
  readMethod(cursor)
  const start = cursor.position
  const columns = cursor.list(readKeyColumn)
  // A prefix, DESC, or WITHOUT OVERLAPS (MariaDB application-time periods).
  const isBare = !/[(\s](?:\d+|desc|without\s+overlaps)\s*[,)]/i.test(cursor.textSince(start))
  const { comment, hasOthers } = readIndexOptions(cursor)
  const unkept = !isBare || comment !== undefined || hasOthers === true
  return {
    kind: 'constraint',
    constraint: { type: 'primary-key', columns, ...(unkept && { unkept: true as const }) },
    ifNotExists,
  }
}

function readKeyColumn(cursor: TokenCursor): string {
  const column = cursor.identifier()
  if (cursor.isSymbol('(')) cursor.skipParenthesised()
  if (!cursor.take('WITHOUT', 'OVERLAPS')) cursor.takeOneOf('ASC', 'DESC')
  return column
}

function readIndex(
  cursor: TokenCursor,
  table: ObjectName,
  head: {
    readonly unique: boolean
    readonly variant?: 'fulltext' | 'spatial'
    readonly name?: string
    readonly method?: string
  },
): TableElement {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const hasName = cursor.startsIdentifier() && !cursor.isAt('USING')
  // The index's own name goes before the constraint's (measured: MariaDB 10.11).
  const name = hasName ? cursor.identifier() : head.name
  const index = readIndexBody(cursor, { ...head, table, ...(name === undefined ? {} : { name }) })
  return { kind: 'index', index, ifNotExists }
}

/** MariaDB takes the index's name for the constraint that has none (measured: MariaDB 10.11); MySQL ignores it
 * (MySQL 8.0 manual 15.1.20.5). */
function readForeignKey(
  cursor: TokenCursor,
  engine: Engine,
  constraintName: string | undefined,
): TableElement {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const indexName = cursor.startsIdentifier() ? cursor.identifier() : undefined
  const columns = cursor.list(readKeyColumn)
  const impliedName = engine === 'mariadb' ? indexName : undefined
  const constraint = readReferences(cursor, columns, constraintName ?? impliedName)
  return { kind: 'constraint', constraint, ifNotExists }
}

function readCheck(cursor: TokenCursor, name: string | undefined): TableElement {
  const expression = cursor.parenthesised()
  const notEnforced = cursor.take('NOT', 'ENFORCED')
  if (!notEnforced) cursor.take('ENFORCED')
  const constraint: Constraint = {
    type: 'check',
    expression,
    ...(name === undefined ? {} : { name }),
    ...(notEnforced ? { notEnforced } : {}),
  }
  return { kind: 'constraint', constraint, ifNotExists: false }
}

/** MariaDB: `PERIOD FOR SYSTEM_TIME (start, end)` */
function readPeriod(cursor: TokenCursor): TableElement {
  cursor.expect('PERIOD')
  cursor.take('IF', 'NOT', 'EXISTS')
  cursor.expect('FOR')
  cursor.identifier()
  return { kind: 'period', columns: cursor.list(item => item.identifier()) }
}

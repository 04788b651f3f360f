import { bareName, joinName, nameParts } from '../../../operations/names.ts'
import type { Operation, OperationOf } from '../../../operations/operation.ts'
import { literal, quotedName, type WriteSql, words } from '../../writing/sql-writer.ts'
import { alter, writeCommon } from '../../writing/write-common.ts'
import { columnComments, createTable } from './create-table.ts'
import { engine, quoteCollation, typeText } from './engine-words.ts'
import { dropObject, renameObject } from './objects.ts'
import { setTableOption } from './table-option.ts'

export const writeSql: WriteSql = operation => {
  switch (operation.kind) {
    case 'create-table':
      return createTable(operation)
    case 'rename-table':
      return sameSchema(operation.table, operation.to)
        ? [alter(operation, `RENAME TO ${engine.quote(bareName(operation.to))}`, engine)]
        : undefined
    case 'add-column': {
      const written = writeCommon(operation, engine)
      return written && [...written, ...columnComments(operation.table, [operation.column])]
    }
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
      return alterColumn(operation)
    case 'set-table-option':
      return setTableOption(operation)
    case 'change-partitions':
      return partitions(operation)
    case 'drop-constraint':
      return operation.name === undefined
        ? undefined
        : [alter(operation, `DROP CONSTRAINT ${engine.quote(operation.name)}`, engine)]
    case 'rename-constraint':
      return [
        alter(
          operation,
          `RENAME CONSTRAINT ${engine.quote(operation.name)} TO ${engine.quote(operation.to)}`,
          engine,
        ),
      ]
    case 'drop-index':
      return [`DROP INDEX ${indexName(operation)}`]
    case 'rename-index':
      return [`ALTER INDEX ${indexName(operation)} RENAME TO ${engine.quote(bareName(operation.to))}`]
    case 'create-enum':
      return [
        `CREATE TYPE ${quotedName(operation.type, engine)} AS ENUM (${operation.values.map(literal).join(', ')})`,
      ]
    case 'rename-enum-value':
      return [
        `ALTER TYPE ${quotedName(operation.type, engine)} RENAME VALUE ${literal(operation.value)} TO ${literal(operation.to)}`,
      ]
    case 'drop-object':
      return dropObject(operation)
    case 'rename-object':
      return renameObject(operation)
    case 'set-comment':
      return setComment(operation)
    case 'change-privileges':
      return changePrivileges(operation)
    default:
      return writeCommon(operation, engine)
  }
}

function sameSchema(one: string, other: string): boolean {
  return nameParts(one).slice(0, -1).join('.') === nameParts(other).slice(0, -1).join('.')
}

type AlterColumn = Extract<Operation, { readonly table: string; readonly column: string }>

function alterColumn(operation: AlterColumn): readonly string[] | undefined {
  const change = columnChange(operation)
  return change === undefined
    ? undefined
    : [alter(operation, `ALTER COLUMN ${engine.quote(operation.column)} ${change}`, engine)]
}

function columnChange(operation: AlterColumn): string | undefined {
  switch (operation.kind) {
    case 'change-column-type':
      return words(
        `TYPE ${typeText(operation.type)}`,
        operation.type.collation && `COLLATE ${quoteCollation(operation.type.collation)}`,
        operation.using && `USING ${operation.using}`,
      )
    case 'set-not-null':
      return 'SET NOT NULL'
    case 'drop-not-null':
      return 'DROP NOT NULL'
    case 'set-default':
      return `SET DEFAULT ${operation.default}`
    case 'drop-default':
      return 'DROP DEFAULT'
    default:
      // ADD or SET GENERATED: which of them depends on what the column was before.
      return operation.kind === 'set-column-option' &&
        operation.option === 'identity' &&
        operation.value === ''
        ? 'DROP IDENTITY'
        : undefined
  }
}

function partitions({ action, table, partitions: names, bound }: OperationOf<'change-partitions'>) {
  const [partition] = names
  if (partition === undefined || names.length > 1) return undefined
  const child = quotedName(partition, engine)
  if (action === 'detach') return [alter({ table }, `DETACH PARTITION ${child}`, engine)]
  return action === 'attach' && bound !== undefined
    ? [alter({ table }, `ATTACH PARTITION ${child} ${bound}`, engine)]
    : undefined
}

/** An index is in its table's schema. */
function indexName({ name, table }: { readonly name: string; readonly table?: string }): string {
  const schema = table === undefined ? [] : nameParts(table).slice(0, -1)
  return quotedName(nameParts(name).length > 1 ? name : joinName([...schema, name]), engine)
}

/** Of one table: what is granted on other things is written in many ways. */
function changePrivileges({
  action,
  privileges,
  on,
  roles,
  grantOption,
}: OperationOf<'change-privileges'>): readonly string[] | undefined {
  if (action === 'default' || !/^[\w.]+$/.test(on) || !roles.every(role => /^\w+$/.test(role)))
    return undefined
  const verb = action === 'grant' ? 'GRANT' : 'REVOKE'
  const to = action === 'grant' ? 'TO' : 'FROM'
  return [
    words(
      verb,
      grantOption === true && action === 'revoke' && 'GRANT OPTION FOR',
      `${privileges.join(', ').toUpperCase()} ON ${quotedName(on, engine)} ${to} ${roles.join(', ')}`,
      grantOption === true && action === 'grant' && 'WITH GRANT OPTION',
    ),
  ]
}

function setComment({
  objectType,
  name,
  comment,
}: OperationOf<'set-comment'>): readonly string[] | undefined {
  if (objectType !== 'table' && objectType !== 'column') return undefined
  const text = comment === undefined ? 'NULL' : literal(comment)
  return [`COMMENT ON ${objectType.toUpperCase()} ${quotedName(name, engine)} IS ${text}`]
}

import type { ObjectName } from '../../../operations/column.ts'
import { besideName, joinName } from '../../../operations/names.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { AlterObjectSchemaStmt, AlterOwnerStmt, Node, RenameStmt } from '../grammar.ts'
import { writtenArguments } from '../tree/argument-types.ts'
import { nameOf, namePartsOf, objectName, roleName, tableName } from '../tree/names.ts'
import { objectTypeOf } from '../tree/object-type.ts'
import { on, type ReaderEntry } from './reader.ts'

export const renameReaders: readonly ReaderEntry[] = [
  on('RenameStmt', rename),
  on('AlterObjectSchemaStmt', setSchema),
  on('AlterOwnerStmt', setOwner),
]

function rename(statement: RenameStmt): Operation {
  const relation = tableName(statement.relation)
  const from = statement.subname ?? ''
  const to = statement.newname ?? ''
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'rename-table', table: relation, to: besideName(relation, to) }
    case 'OBJECT_COLUMN':
      return renameColumn(statement, relation)
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'rename-constraint', table: relation, name: from, to }
    case 'OBJECT_INDEX':
      return { kind: 'rename-index', name: relation, to: besideName(relation, to) }
    case 'OBJECT_ATTRIBUTE':
      return altered('composite-type', relation, `rename attribute ${from} to ${to}`)
    case 'OBJECT_DOMCONSTRAINT':
      return altered('domain', nameOf(statement.object), `rename constraint ${from} to ${to}`)
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE': {
      const objectType = objectTypeOf(statement.renameType)
      return {
        kind: 'rename-object',
        objectType,
        name: joinName([from]),
        to: joinName([to]),
        table: relation,
      }
    }
    default: {
      const name = nameOfRenamed(statement)
      return {
        kind: 'rename-object',
        objectType: objectTypeOf(statement.renameType),
        name,
        to: besideName(name, to),
        ...routineArguments(statement.object),
      }
    }
  }
}

function renameColumn(statement: RenameStmt, relation: ObjectName): Operation {
  const column = statement.subname ?? ''
  const to = statement.newname ?? ''
  const isView = statement.relationType === 'OBJECT_VIEW' || statement.relationType === 'OBJECT_MATVIEW'
  if (isView)
    return altered(objectTypeOf(statement.relationType), relation, `rename column ${column} to ${to}`)
  return { kind: 'rename-column', table: relation, column, to }
}

/** Roles, schemas and databases keep their name where columns keep theirs. */
function nameOfRenamed({ object, relation, subname }: RenameStmt): ObjectName {
  if (relation !== undefined) return tableName(relation)
  return object === undefined ? joinName([subname ?? '']) : nameOf(object)
}

function setSchema(statement: AlterObjectSchemaStmt): Operation {
  const schema = statement.newschema ?? ''
  if (statement.objectType === 'OBJECT_TABLE' || statement.objectType === 'OBJECT_FOREIGN_TABLE')
    return { kind: 'set-table-option', table: tableName(statement.relation), option: 'schema', value: schema }
  const parts = statement.relation
    ? [statement.relation.schemaname ?? '', statement.relation.relname ?? '']
    : namePartsOf(statement.object)
  const objectType = objectTypeOf(statement.objectType)
  if (objectType === 'extension') return altered('extension', objectName(parts), `set schema ${schema}`)
  return {
    kind: 'rename-object',
    objectType,
    name: objectName(parts),
    to: objectName([schema, parts.at(-1) ?? '']),
    ...routineArguments(statement.object),
  }
}

function routineArguments(object: Node | undefined): { readonly arguments?: string } {
  const types = object && writtenArguments(object)
  return types === undefined ? {} : { arguments: types }
}

function setOwner(statement: AlterOwnerStmt): Operation {
  const name = statement.relation ? tableName(statement.relation) : nameOf(statement.object)
  return altered(objectTypeOf(statement.objectType), name, `owner to ${roleName(statement.newowner)}`)
}

function altered(objectType: ReturnType<typeof objectTypeOf>, name: ObjectName, change: string): Operation {
  return { kind: 'alter-object', objectType, name, change }
}

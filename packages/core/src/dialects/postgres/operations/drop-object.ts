import { joinName } from '../../../operations/names.ts'
import type { Operation, OperationOf } from '../../../operations/operation.ts'
import type { DropStmt, Node } from '../grammar.ts'
import { writtenArguments } from '../tree/argument-types.ts'
import { nameOf, namePartsOf, objectName, roleName } from '../tree/names.ts'
import { objectTypeOf } from '../tree/object-type.ts'
import { on, type ReaderEntry } from './reader.ts'

export const dropObjectReaders: readonly ReaderEntry[] = [
  on('DropStmt', drop),
  on('DropdbStmt', database => dropped('database', database.dbname ?? '', database.missing_ok)),
  on('DropRoleStmt', roles =>
    (roles.roles ?? []).map(node => dropped('role', roleOf(node), roles.missing_ok)),
  ),
  on('DropSubscriptionStmt', ({ subname, missing_ok, behavior }) =>
    dropped('subscription', subname ?? '', missing_ok, behavior === 'DROP_CASCADE'),
  ),
  on('DropTableSpaceStmt', space => dropped('tablespace', space.tablespacename ?? '', space.missing_ok)),
  on('DropUserMappingStmt', mapping =>
    dropped('other', `user mapping for ${roleName(mapping.user)}`, mapping.missing_ok),
  ),
  on('DropOwnedStmt', ({ roles, behavior }) =>
    (roles ?? []).map(node =>
      dropped('other', `owned by ${roleOf(node)}`, false, behavior === 'DROP_CASCADE'),
    ),
  ),
]

function drop(statement: DropStmt): readonly Operation[] {
  return (statement.objects ?? []).map(object => dropOne(statement, object))
}

function dropOne(statement: DropStmt, object: Node): Operation {
  const ifExists = statement.missing_ok ?? false
  const cascade = statement.behavior === 'DROP_CASCADE'
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'drop-table', table: nameOf(object), ifExists, cascade, temporary: false }
    case 'OBJECT_INDEX':
      return {
        kind: 'drop-index',
        name: nameOf(object),
        concurrently: statement.concurrent ?? false,
        ifExists,
        cascade,
      }
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE': {
      const parts = namePartsOf(object)
      const objectType = objectTypeOf(statement.removeType)
      const table = objectName(parts.slice(0, -1))
      return { ...dropped(objectType, joinName(parts.slice(-1)), ifExists, cascade), table }
    }
    case 'OBJECT_CAST':
      return dropped('other', castName(object), ifExists, cascade)
    default: {
      const types = writtenArguments(object)
      return {
        ...dropped(objectTypeOf(statement.removeType), nameOf(object), ifExists, cascade),
        ...(types !== undefined && { arguments: types }),
      }
    }
  }
}

function dropped(
  objectType: OperationOf<'drop-object'>['objectType'],
  name: string,
  ifExists: boolean | undefined,
  cascade = false,
): OperationOf<'drop-object'> {
  return { kind: 'drop-object', objectType, name, ifExists: ifExists ?? false, cascade }
}

function castName(object: Node): string {
  return 'List' in object ? (object.List.items ?? []).map(nameOf).join(' as ') : ''
}

function roleOf(node: Node): string {
  return 'RoleSpec' in node ? roleName(node.RoleSpec) : ''
}

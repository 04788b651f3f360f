import type { Operation } from '../../../operations/operation.ts'
import type { AlterTableCmd, AlterTableStmt, ObjectType } from '../grammar.ts'
import type { Source } from '../source.ts'
import { readColumn } from '../tree/column.ts'
import { readConstraint } from '../tree/constraint.ts'
import { tableName } from '../tree/names.ts'
import { objectTypeOf } from '../tree/object-type.ts'
import { alterColumn } from './alter-column.ts'
import { alterOption, optionOf } from './alter-option.ts'
import { alterPartition } from './alter-partition.ts'

export function alterTable(statement: AlterTableStmt, source: Source): readonly Operation[] {
  const table = tableName(statement.relation)
  const commands = (statement.cmds ?? []).flatMap(node =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  )
  const operations = commands.map(command =>
    isTable(statement.objtype)
      ? alterCommand(table, command, source)
      : alterOther(table, statement.objtype, command),
  )
  const only = isTable(statement.objtype) && statement.relation?.inh !== true
  return operations.map(operation => ({
    ...operation,
    ...(statement.missing_ok && { ifTableExists: true }),
    ...(only && { only }),
  }))
}

function isTable(type: ObjectType | undefined): boolean {
  return type === 'OBJECT_TABLE' || type === 'OBJECT_FOREIGN_TABLE'
}

function alterCommand(table: string, command: AlterTableCmd, source: Source): Operation {
  const { subtype, def } = command
  const cascade = command.behavior === 'DROP_CASCADE'
  const name = command.name ?? ''
  switch (subtype) {
    case 'AT_AddColumn':
      return {
        kind: 'add-column',
        table,
        ...(def && 'ColumnDef' in def
          ? readColumn(def.ColumnDef, source)
          : { column: { name, nullable: true }, constraints: [] }),
        ifNotExists: command.missing_ok ?? false,
      }
    case 'AT_DropColumn':
      return { kind: 'drop-column', table, column: name, ifExists: command.missing_ok ?? false, cascade }
    case 'AT_AddConstraint':
      return addConstraint(table, command, source)
    case 'AT_DropConstraint':
      return { kind: 'drop-constraint', table, name, ifExists: command.missing_ok ?? false, cascade }
    case 'AT_ValidateConstraint':
      return { kind: 'validate-constraint', table, name }
    default:
      return (
        alterPartition(table, command, source) ??
        alterColumn(table, command, source) ??
        alterOption(table, command)
      )
  }
}

function addConstraint(table: string, { def }: AlterTableCmd, source: Source): Operation {
  const node = def && 'Constraint' in def ? def.Constraint : undefined
  const constraint = node && readConstraint(node, source)
  if (node === undefined || constraint === undefined)
    return { kind: 'set-table-option', table, option: 'constraint', value: '' }
  return {
    kind: 'add-constraint',
    table,
    constraint,
    ...(node.indexname && { usingIndex: node.indexname }),
  }
}

/** ALTER VIEW, SEQUENCE, INDEX, TYPE … share ALTER TABLE's tree. */
function alterOther(name: string, type: ObjectType | undefined, command: AlterTableCmd): Operation {
  const { def } = command
  if (command.subtype === 'AT_AttachPartition' && def !== undefined && 'PartitionCmd' in def) {
    return { kind: 'attach-index', name, partition: tableName(def.PartitionCmd.name) }
  }
  const [option, value] = optionOf(command)
  return { kind: 'alter-object', objectType: alteredType(type), name, change: `${option} ${value}`.trim() }
}

function alteredType(type: ObjectType | undefined): ReturnType<typeof objectTypeOf> {
  return type === 'OBJECT_TYPE' ? 'composite-type' : objectTypeOf(type)
}

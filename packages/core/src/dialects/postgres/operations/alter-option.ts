import type { Operation } from '../../../operations/operation.ts'
import type { AlterTableCmd, Node } from '../grammar.ts'
import { dataType } from '../tree/data-type.ts'
import { nameOf, roleName, tableName } from '../tree/names.ts'
import { storageParameters } from './storage-parameters.ts'

/** Everything that ALTER TABLE sets on the table as a whole. */
export function alterOption(table: string, command: AlterTableCmd): Operation {
  const [option, value] = optionOf(command)
  return { kind: 'set-table-option', table, option, value }
}

export function optionOf(command: AlterTableCmd): readonly [option: string, value: string] {
  const { subtype, def, name = '' } = command
  switch (subtype) {
    case 'AT_ChangeOwner':
      return ['owner', roleName(command.newowner)]
    case 'AT_SetTableSpace':
      return ['tablespace', name]
    case 'AT_SetAccessMethod':
      return ['access-method', name]
    case 'AT_SetLogged':
      return ['logged', 'true']
    case 'AT_SetUnLogged':
      return ['logged', 'false']
    case 'AT_SetRelOptions':
    case 'AT_ReplaceRelOptions':
    case 'AT_ResetRelOptions':
      return ['storage-parameter', storageParameters(def, subtype === 'AT_ResetRelOptions')]
    case 'AT_ClusterOn':
      return ['cluster', name]
    case 'AT_DropCluster':
      return ['cluster', '']
    case 'AT_EnableRowSecurity':
      return ['row-level-security', 'enabled']
    case 'AT_DisableRowSecurity':
      return ['row-level-security', '']
    case 'AT_ForceRowSecurity':
      return ['force-row-level-security', 'enabled']
    case 'AT_NoForceRowSecurity':
      return ['force-row-level-security', '']
    case 'AT_ReplicaIdentity':
      return ['replica-identity', replicaIdentity(def)]
    case 'AT_AddInherit':
      return ['inherit', relationName(def)]
    case 'AT_DropInherit':
      return ['no-inherit', relationName(def)]
    case 'AT_AddOf':
      return ['of-type', nameOf(def)]
    case 'AT_DropOf':
      return ['of-type', '']
    case 'AT_AlterConstraint':
      return alteredConstraint(def)
    case 'AT_AddColumn':
      return ['attribute', attribute('add', def)]
    case 'AT_DropColumn':
      return ['attribute', `drop ${name}`]
    case 'AT_AlterColumnType':
      return ['attribute', attribute('alter', def, name)]
    case 'AT_AttachPartition':
      return ['attach-partition', def && 'PartitionCmd' in def ? tableName(def.PartitionCmd.name) : '']
    default:
      return triggerOrRule(subtype, name)
  }
}

/** `trigger tr` is `disabled`, `always` or `replica`; empty where it is enabled as at first. */
function triggerOrRule(subtype: AlterTableCmd['subtype'], name: string): readonly [string, string] {
  const words = (subtype ?? '')
    .replace(/^AT_/, '')
    .split(/(?=[A-Z])/)
    .map(word => word.toLowerCase())
  const target = words.find(word => word === 'trig' || word === 'rule')
  if (target === undefined) return [words.join('-'), name]
  const which = name || (words.at(-1) ?? '')
  const state = words.find(word => word === 'always' || word === 'replica')
  const value = words[0] === 'disable' ? 'disabled' : (state ?? '')
  return [`${target === 'trig' ? 'trigger' : 'rule'} ${which}`, value]
}

/** `add name type`, `alter name type`. */
function attribute(verb: string, def: Node | undefined, given?: string): string {
  if (def === undefined || !('ColumnDef' in def)) return `${verb} ${given ?? ''}`.trim()
  const { colname = '', typeName } = def.ColumnDef
  return `${verb} ${given ?? colname} ${typeName ? dataType(typeName).text : ''}`.trim()
}

function relationName(def: Node | undefined): string {
  return def && 'RangeVar' in def ? tableName(def.RangeVar) : ''
}

/** `constraint c` is `deferred`, `immediate`, `not deferrable`, `enforced` or `not enforced`. */
function alteredConstraint(def: Node | undefined): readonly [string, string] {
  if (def === undefined || !('ATAlterConstraint' in def)) return ['constraint', '']
  const { conname = '', deferrable, initdeferred, alterEnforceability, is_enforced } = def.ATAlterConstraint
  const enforcement = is_enforced ? 'enforced' : 'not enforced'
  const deferral = deferrable ? (initdeferred ? 'deferred' : 'immediate') : 'not deferrable'
  return [`constraint ${conname}`, alterEnforceability ? enforcement : deferral]
}

/** REPLICA_IDENTITY_* of src/include/catalog/pg_class.h. */
function replicaIdentity(def: Node | undefined): string {
  if (def === undefined || !('ReplicaIdentityStmt' in def)) return ''
  const { identity_type, name = '' } = def.ReplicaIdentityStmt
  if (identity_type === 'i') return `index ${name}`
  if (identity_type === 'f') return 'full'
  return identity_type === 'n' ? 'nothing' : ''
}

import type { ObjectName } from '../../../operations/column.ts'
import type { ObjectType } from '../../../operations/object-type.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import type { AlterDomainStmt, AlterEnumStmt, AlterPublicationStmt, Node } from '../grammar.ts'
import { nameOf, objectName, roleName, strings, tableName } from '../tree/names.ts'
import { objectTypeOf, objectTypeWords } from '../tree/object-type.ts'
import { options, valueText } from '../tree/values.ts'
import { domainSettings, policySettings, routineSettings, sequenceSettings } from './object-settings.ts'
import { on, type ReaderEntry } from './reader.ts'

type AlterObject = OperationOf<'alter-object'>

export const alterObjectReaders: readonly ReaderEntry[] = [
  on('CreateEnumStmt', ({ typeName, vals }) => ({
    kind: 'create-enum',
    type: named(typeName),
    values: strings(vals),
  })),
  on('AlterEnumStmt', alterEnum),
  on('AlterSeqStmt', sequence => ({
    ...altered('sequence', tableName(sequence.sequence), sequenceChange(sequence.options)),
    settings: sequenceSettings(sequence.options),
  })),
  on('AlterDomainStmt', (domain, source) => {
    const settings = domainSettings(domain, source)
    return {
      ...altered('domain', named(domain.typeName), domainChange(domain)),
      ...(settings && { settings }),
    }
  }),
  on('AlterTypeStmt', type => altered('type', named(type.typeName), optionWords(type.options))),
  on('AlterFunctionStmt', ({ objtype, func, actions }) => ({
    ...altered(objectTypeOf(objtype), objectName(strings(func?.objname)), optionWords(actions)),
    settings: routineSettings(actions),
  })),
  on('AlterExtensionStmt', ({ extname }) => altered('extension', extname ?? '', 'update')),
  on('AlterExtensionContentsStmt', ({ extname, objtype, object }) =>
    altered('extension', extname ?? '', `member ${objectTypeWords(objtype)} ${nameOf(object)}`),
  ),
  on('AlterRoleStmt', ({ role, options: changes }) => altered('role', roleName(role), optionNames(changes))),
  on('AlterRoleSetStmt', ({ role, setstmt }) =>
    altered('role', role ? roleName(role) : 'all', `set ${setstmt?.name ?? 'all'}`),
  ),
  on('AlterDatabaseStmt', ({ dbname, options: changes }) =>
    altered('database', dbname ?? '', optionWords(changes)),
  ),
  on('AlterDatabaseSetStmt', ({ dbname, setstmt }) =>
    altered('database', dbname ?? '', `set ${setstmt?.name ?? 'all'}`),
  ),
  on('AlterDatabaseRefreshCollStmt', ({ dbname }) =>
    altered('database', dbname ?? '', 'refresh collation version'),
  ),
  on('AlterPolicyStmt', (policy, source) => ({
    ...altered('policy', policy.policy_name ?? '', 'roles or expressions'),
    table: tableName(policy.table),
    settings: policySettings(policy, source),
  })),
  on('AlterPublicationStmt', publication =>
    altered('publication', publication.pubname ?? '', publicationChange(publication)),
  ),
  on('AlterSubscriptionStmt', ({ subname, options: changes }) =>
    altered('subscription', subname ?? '', optionNames(changes)),
  ),
  on('AlterStatsStmt', ({ defnames, stxstattarget }) =>
    altered('statistics', named(defnames), `set statistics ${valueText(stxstattarget)}`),
  ),
  on('AlterForeignServerStmt', ({ servername }) => altered('server', servername ?? '', 'options')),
  on('AlterUserMappingStmt', ({ user }) => altered('other', `user mapping for ${roleName(user)}`, 'options')),
  on('AlterFdwStmt', ({ fdwname }) => altered('other', fdwname ?? '', 'options')),
  on('AlterEventTrigStmt', ({ trigname, tgenabled }) =>
    altered('other', trigname ?? '', tgenabled === 'D' ? 'disable' : 'enable'),
  ),
  on('AlterCollationStmt', ({ collname }) => altered('other', named(collname), 'refresh version')),
  on('AlterOperatorStmt', ({ opername }) =>
    altered('other', objectName(strings(opername?.objname)), 'options'),
  ),
  on('AlterOpFamilyStmt', ({ opfamilyname }) => altered('other', named(opfamilyname), 'members')),
  on('AlterTSDictionaryStmt', ({ dictname }) => altered('other', named(dictname), 'options')),
  on('AlterTSConfigurationStmt', ({ cfgname }) => altered('other', named(cfgname), 'mappings')),
  on('AlterTableSpaceOptionsStmt', ({ tablespacename }) =>
    altered('tablespace', tablespacename ?? '', 'options'),
  ),
  on('AlterTableMoveAllStmt', ({ orig_tablespacename, new_tablespacename }) =>
    altered('tablespace', orig_tablespacename ?? '', `move all tables to ${new_tablespacename ?? ''}`),
  ),
  on('AlterObjectDependsStmt', ({ objectType, object, relation, extname }) =>
    altered(
      objectTypeOf(objectType),
      relation ? tableName(relation) : nameOf(object),
      `depends on extension ${valueText(extname && { String: extname })}`,
    ),
  ),
  on('ReassignOwnedStmt', ({ roles, newrole }) =>
    (roles ?? []).map(node =>
      altered(
        'role',
        'RoleSpec' in node ? roleName(node.RoleSpec) : '',
        `reassign owned to ${roleName(newrole)}`,
      ),
    ),
  ),
  on('SecLabelStmt', ({ objtype, object }) =>
    altered(objectTypeOf(objtype), nameOf(object), 'security label'),
  ),
]

function altered(objectType: ObjectType, name: ObjectName, change: string): AlterObject {
  return { kind: 'alter-object', objectType, name, change: change.trim() }
}

function alterEnum(
  statement: AlterEnumStmt,
): OperationOf<'rename-enum-value'> | OperationOf<'add-enum-value'> {
  const type = named(statement.typeName)
  const value = statement.newVal ?? ''
  if (statement.oldVal !== undefined)
    return { kind: 'rename-enum-value', type, value: statement.oldVal, to: value }
  return {
    kind: 'add-enum-value',
    type,
    value,
    ...(statement.newValNeighbor !== undefined && {
      neighbour: { side: statement.newValIsAfter ? 'after' : 'before', value: statement.newValNeighbor },
    }),
    ifNotExists: statement.skipIfNewValExists ?? false,
  }
}

/** Letters of src/include/nodes/parsenodes.h, AlterDomainStmt. */
function domainChange({ subtype, def, name = '' }: AlterDomainStmt): string {
  switch (subtype) {
    case 'T':
      return def === undefined ? 'drop default' : 'set default'
    case 'N':
      return 'drop not null'
    case 'O':
      return 'set not null'
    case 'X':
      return `drop constraint ${name}`
    case 'V':
      return `validate constraint ${name}`
    default: {
      const constraint = def && 'Constraint' in def ? def.Constraint : undefined
      const words = [
        'add constraint',
        constraint?.conname ?? '',
        constraint?.skip_validation ? 'not valid' : '',
      ]
      return words.filter(word => word !== '').join(' ')
    }
  }
}

function publicationChange({ action, pubobjects }: AlterPublicationStmt): string {
  if (pubobjects === undefined) return 'options'
  if (action === 'AP_DropObjects') return 'drop tables'
  return action === 'AP_SetObjects' ? 'set tables' : 'add tables'
}

/** `restart 5, increment 2`. */
function optionWords(nodes: readonly Node[] | undefined): string {
  return options(nodes)
    .map(({ defname = '', arg }) => `${defname.replaceAll('_', ' ')} ${valueText(arg)}`.trim())
    .join(', ')
}

/** Without values: a password is among them. */
function optionNames(nodes: readonly Node[] | undefined): string {
  return options(nodes)
    .map(({ defname = '' }) => defname)
    .join(', ')
}

function named(parts: readonly Node[] | undefined): ObjectName {
  return objectName(strings(parts))
}

/** `owned by orders.total`, and the other options in words. */
function sequenceChange(list: readonly Node[] | undefined): string {
  const owner = options(list).find(({ defname }) => defname === 'owned_by')?.arg
  if (owner === undefined || !('List' in owner)) return optionWords(list)
  const rest = optionWords(
    (list ?? []).filter(node => !('DefElem' in node) || node.DefElem.defname !== 'owned_by'),
  )
  return [`owned by ${objectName(strings(owner.List.items))}`, rest].filter(word => word !== '').join(', ')
}

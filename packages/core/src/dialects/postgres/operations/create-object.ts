import type { ObjectName } from '../../../operations/column.ts'
import type { ObjectType } from '../../../operations/object-type.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import type { ReadColumn, Selection } from '../../../operations/selection.ts'
import type { CreateFunctionStmt, DefineStmt, Node } from '../grammar.ts'
import type { Source } from '../source.ts'
import { argumentTypes } from '../tree/argument-types.ts'
import { objectName, roleName, strings, tableName } from '../tree/names.ts'
import { objectTypeOf } from '../tree/object-type.ts'
import { columnsRead } from './columns-read.ts'
import { newDomain, newRoutine, newSequence, policySettings, type Settings } from './object-settings.ts'
import { on, type ReaderEntry } from './reader.ts'
import { selectionOf } from './selection.ts'
import { tablesRead } from './tables-read.ts'

export const createObjectReaders: readonly ReaderEntry[] = [
  on('ViewStmt', (view, source) =>
    created('view', tableName(view.view), source, {
      orReplace: view.replace,
      reads: tablesRead(view.query),
      readsColumns: columnsRead(view.query),
      selection: selectionOf(view.query, strings(view.aliases)),
    }),
  ),
  on('CreateSeqStmt', (sequence, source) =>
    created('sequence', tableName(sequence.sequence), source, {
      ifNotExists: sequence.if_not_exists,
      settings: newSequence(sequence.options),
    }),
  ),
  on('CreateFunctionStmt', createRoutine),
  on('CreateTrigStmt', (trigger, source) =>
    created('trigger', trigger.trigname ?? '', source, {
      table: tableName(trigger.relation),
      orReplace: trigger.replace,
    }),
  ),
  on('CreatePolicyStmt', (policy, source) =>
    created('policy', policy.policy_name ?? '', source, {
      table: tableName(policy.table),
      settings: policySettings(policy, source),
    }),
  ),
  on('RuleStmt', (rule, source) =>
    created('rule', rule.rulename ?? '', source, {
      table: tableName(rule.relation),
      orReplace: rule.replace,
    }),
  ),
  on('CreateExtensionStmt', (extension, source) =>
    created('extension', extension.extname ?? '', source, { ifNotExists: extension.if_not_exists }),
  ),
  on('CreateDomainStmt', (domain, source) =>
    created('domain', named(domain.domainname), source, { settings: newDomain(domain, source) }),
  ),
  on('CompositeTypeStmt', (type, source) => created('composite-type', tableName(type.typevar), source)),
  on('CreateRangeStmt', (type, source) => created('type', named(type.typeName), source)),
  on('DefineStmt', define),
  on('CreateStatsStmt', (statistics, source) =>
    created('statistics', named(statistics.defnames), source, {
      ifNotExists: statistics.if_not_exists,
      table: relationOf(statistics.relations),
    }),
  ),
  on('CreatedbStmt', (database, source) => created('database', database.dbname ?? '', source)),
  on('CreateRoleStmt', (role, source) => created('role', role.role ?? '', source)),
  on('CreatePublicationStmt', (publication, source) =>
    created('publication', publication.pubname ?? '', source),
  ),
  on('CreateSubscriptionStmt', (subscription, source) =>
    created('subscription', subscription.subname ?? '', source),
  ),
  on('CreateTableSpaceStmt', (space, source) => created('tablespace', space.tablespacename ?? '', source)),
  on('CreateForeignServerStmt', (server, source) =>
    created('server', server.servername ?? '', source, { ifNotExists: server.if_not_exists }),
  ),
  on('CreateUserMappingStmt', (mapping, source) =>
    created('other', `user mapping for ${roleName(mapping.user)}`, source, {
      ifNotExists: mapping.if_not_exists,
    }),
  ),
  on('CreateFdwStmt', (wrapper, source) => created('other', wrapper.fdwname ?? '', source)),
  on('CreateEventTrigStmt', (trigger, source) => created('other', trigger.trigname ?? '', source)),
  on('CreatePLangStmt', (language, source) =>
    created('other', language.plname ?? '', source, { orReplace: language.replace }),
  ),
  on('CreateAmStmt', (method, source) => created('other', method.amname ?? '', source)),
  on('CreateCastStmt', (cast, source) =>
    created('other', `${named(cast.sourcetype?.names)} as ${named(cast.targettype?.names)}`, source),
  ),
  on('CreateTransformStmt', (transform, source) => created('other', transform.lang ?? '', source)),
  on('CreateConversionStmt', (conversion, source) =>
    created('other', named(conversion.conversion_name), source),
  ),
  on('CreateOpClassStmt', (operators, source) => created('other', named(operators.opclassname), source)),
  on('CreateOpFamilyStmt', (operators, source) => created('other', named(operators.opfamilyname), source)),
  on('ImportForeignSchemaStmt', (schema, source) => created('other', schema.remote_schema ?? '', source)),
]

export function created(
  objectType: ObjectType,
  name: ObjectName,
  source: Source,
  more: {
    readonly table?: ObjectName | undefined
    readonly orReplace?: boolean | undefined
    readonly ifNotExists?: boolean | undefined
    readonly reads?: readonly ObjectName[] | undefined
    readonly readsColumns?: readonly ReadColumn[] | undefined
    readonly selection?: Selection | undefined
    readonly settings?: Settings | undefined
  } = {},
): OperationOf<'create-object'> {
  return {
    kind: 'create-object',
    objectType,
    name,
    orReplace: more.orReplace ?? false,
    ifNotExists: more.ifNotExists ?? false,
    ...(more.table !== undefined && { table: more.table }),
    ...(more.reads !== undefined && { reads: more.reads }),
    ...(more.readsColumns !== undefined && { readsColumns: more.readsColumns }),
    ...(more.selection !== undefined && { selection: more.selection }),
    ...(more.settings !== undefined && { settings: more.settings }),
    definition: source.text.trim(),
  }
}

function createRoutine(routine: CreateFunctionStmt, source: Source): OperationOf<'create-object'> {
  const type = routine.is_procedure ? 'procedure' : 'function'
  const types = argumentTypes(routine.parameters)
  return {
    ...created(type, named(routine.funcname), source, {
      orReplace: routine.replace,
      settings: newRoutine(routine.options),
    }),
    ...(types !== undefined && { arguments: types }),
  }
}

function define(definition: DefineStmt, source: Source): OperationOf<'create-object'> {
  return created(objectTypeOf(definition.kind), named(definition.defnames), source, {
    ifNotExists: definition.if_not_exists,
    orReplace: definition.replace,
  })
}

function relationOf(nodes: readonly Node[] | undefined): ObjectName | undefined {
  const [relation] = nodes ?? []
  return relation && 'RangeVar' in relation ? tableName(relation.RangeVar) : undefined
}

function named(parts: readonly Node[] | undefined): ObjectName {
  return objectName(strings(parts))
}

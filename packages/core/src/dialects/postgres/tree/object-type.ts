import type { ObjectType } from '../../../operations/object-type.ts'
import type { ObjectType as GrammarObjectType } from '../grammar.ts'

const objectTypes: Partial<Record<GrammarObjectType, ObjectType>> = {
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_ATTRIBUTE: 'composite-type',
  OBJECT_DATABASE: 'database',
  OBJECT_DOMAIN: 'domain',
  OBJECT_DOMCONSTRAINT: 'domain',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_FUNCTION: 'function',
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_POLICY: 'policy',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_ROLE: 'role',
  OBJECT_ROUTINE: 'function',
  OBJECT_RULE: 'rule',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_TABLESPACE: 'tablespace',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_TYPE: 'type',
  OBJECT_VIEW: 'view',
}

/** Casts, operators, languages, text search and the like are `other`. */
export function objectTypeOf(type: GrammarObjectType | undefined): ObjectType {
  return (type && objectTypes[type]) ?? 'other'
}

/** `event trigger` of OBJECT_EVENT_TRIGGER. */
export function objectTypeWords(type: GrammarObjectType | undefined): string {
  return (type ?? '').replace('OBJECT_', '').replaceAll('_', ' ').toLowerCase()
}

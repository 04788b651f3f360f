import type { DataType } from '../../../operations/column.ts'
import { findEnum, findObject } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import { type CreateDomainStmt, isGrammarError, isGrammarLoaded, parseTree } from '../grammar.ts'
import { dataType } from '../tree/data-type.ts'
import { nodesOfKind } from '../tree/walk.ts'
import { isBuiltInType } from './type-names.ts'

/** What a type is once its domains are looked through; `constrained` as DomainHasConstraints means it: a CHECK
 * or NOT NULL at any level. null: it may be a domain that history has not shown. */
export interface ResolvedType {
  readonly type: DataType
  readonly constrained: boolean | null
}

/** Domains over domains beyond this depth are left as they are. */
const deepest = 10

export function resolveType(type: DataType, before: SchemaState): ResolvedType {
  let resolved: ResolvedType = { type, constrained: false }
  for (let level = 0; level < deepest; level += 1) {
    const domain = domainNamed(resolved.type.name, before)
    if (domain?.typeName === undefined) break
    const settings = findObject(before, 'domain', resolved.type.name)?.settings
    const constrained =
      resolved.constrained || (settings === undefined ? hasConstraints(domain) : isConstrained(settings))
    resolved = { type: dataType(domain.typeName), constrained }
  }
  return mayBeUnseenDomain(resolved.type, before)
    ? { ...resolved, constrained: resolved.constrained || null }
    : resolved
}

function domainNamed(name: string, before: SchemaState): CreateDomainStmt | undefined {
  const object = findObject(before, 'domain', name)
  if (object?.type !== 'domain' || !isGrammarLoaded()) return undefined
  const tree = parseTree(object.definition)
  if (isGrammarError(tree)) return undefined
  const [domain] = nodesOfKind(tree.statements, 'CreateDomainStmt')
  return domain
}

/** As ALTER DOMAIN has left it. */
function isConstrained(settings: Readonly<Record<string, string>>): boolean {
  return Object.keys(settings).some(name => name === 'not null' || name.startsWith('constraint '))
}

function hasConstraints(domain: CreateDomainStmt): boolean {
  return (domain.constraints ?? []).some(
    node =>
      'Constraint' in node &&
      (node.Constraint.contype === 'CONSTR_CHECK' || node.Constraint.contype === 'CONSTR_NOTNULL'),
  )
}

function mayBeUnseenDomain({ name }: DataType, before: SchemaState): boolean {
  if (before.complete || isBuiltInType(name)) return false
  return findEnum(before, name) === undefined && findObject(before, 'type', name) === undefined
}

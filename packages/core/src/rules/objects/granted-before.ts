import type { OperationOf } from '../../operations/operation.ts'
import { overloadsOf, withoutArguments } from '../../schema/find-objects.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import type { OperationContext } from '../rule.ts'

type Grant = OperationOf<'change-privileges'>

/** An applied migration has given these roles these privileges, and nothing since has taken one of them or made the
 * object anew. ALL TABLES IN SCHEMA means others each time. */
export function isGrantedBefore(grant: Grant, context: OperationContext): boolean {
  const { applied } = context
  if (grant.action !== 'grant' || grant.ofColumns === true || /^all\b/i.test(grant.on)) return false
  if (isEverybodysAnyway(grant, context)) return true
  return grant.roles.length > 0 && grant.roles.every(role => hasRight(role, grant, applied))
}

/** PUBLIC has it from the start (PostgreSQL manual, 5.7 Privileges), of an object whose making is known, unless a REVOKE
 * has taken a privilege from PUBLIC. */
function isEverybodysAnyway(
  { on, roles, privileges, grantOption }: Grant,
  { before, applied, replayedScript, traits }: OperationContext,
): boolean {
  if (!traits.transactionalDdl || grantOption === true) return false
  if (!roles.every(role => /^public$/i.test(role))) return false
  const [, kind = '', name = ''] = /^(\w+) (.+)$/.exec(on) ?? []
  const usual = usualPrivilege[kind.toLowerCase()]
  if (usual === undefined || !privileges.every(each => each.toLowerCase() === usual)) return false
  const isKnown =
    kind === 'schema' ? name === 'public' : overloadsOf(before, withoutArguments(name)).length === 1
  const steps = [...applied.flatMap(({ up }) => up.steps), ...replayedScript.steps]
  return (
    isKnown &&
    !steps.some(
      ({ operation }) =>
        operation.kind === 'change-privileges' &&
        (operation.action === 'revoke' || operation.revokes === true) &&
        operation.roles.some(role => /^public$/i.test(role)),
    )
  )
}

const usualPrivilege: Readonly<Record<string, string>> = {
  function: 'execute',
  procedure: 'execute',
  routine: 'execute',
  schema: 'usage',
}

function hasRight(role: string, grant: Grant, applied: readonly ReplayedMigration[]): boolean {
  let has = false
  for (const { up } of applied) {
    for (const step of up.steps) {
      const gives = change(step, role, grant)
      if (gives !== undefined) has = gives
    }
  }
  return has
}

/** Undefined: it leaves the right as it is. */
function change({ operation, runs }: Step, role: string, grant: Grant): boolean | undefined {
  if (runs === false) return undefined
  switch (operation.kind) {
    case 'change-privileges': {
      if (!operation.roles.includes(role)) return undefined
      if (operation.action === 'revoke') return false
      return runs === true && includes(operation, grant) ? true : undefined
    }
    case 'drop-table':
    case 'create-table':
      return isNamedIn(operation.table, grant) ? false : undefined
    case 'drop-object':
    case 'rename-object':
      return operation.objectType === 'role' || isNamedIn(operation.name, grant) ? false : undefined
    case 'rename-table':
      return isNamedIn(operation.to, grant) || isNamedIn(operation.table, grant) ? false : undefined
    default:
      return undefined
  }
}

function includes(earlier: Grant, grant: Grant): boolean {
  const given = earlier.privileges.map(each => each.toUpperCase())
  return (
    earlier.action === 'grant' &&
    earlier.ofColumns !== true &&
    earlier.on === grant.on &&
    (grant.grantOption !== true || earlier.grantOption === true) &&
    (given.some(each => /^ALL(?: PRIVILEGES)?$/.test(each)) ||
      grant.privileges.every(each => given.includes(each.toUpperCase())))
  )
}

function isNamedIn(name: string, { on }: Grant): boolean {
  const names = namesIn(on)
  return namesIn(name).some(part => names.includes(part))
}

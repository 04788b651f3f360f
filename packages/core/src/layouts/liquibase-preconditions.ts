import type { DialectName } from '../migration/migration.ts'
import { allEngines, enginesOf } from './liquibase-dbms.ts'
import type { WrittenChange } from './written-change.ts'

/**
 * The engines on which a changeset is not passed over for its preconditions: `<dbms type="mssql"/>` with MARK_RAN.
 * Undefined where they do not ask for the engine, or stop the deploy instead.
 */
export function enginesByPreconditions(
  preconditions: WrittenChange | undefined,
): readonly DialectName[] | undefined {
  if (preconditions === undefined || !leavesOut(preconditions)) return undefined
  const engines = allEngines.filter(engine => isMet(preconditions, engine) !== false)
  return engines.length === allEngines.length ? undefined : engines
}

/** Where they do not hold, the changeset does not run, and the deploy goes on. */
export function leavesOut({ attributes }: WrittenChange): boolean {
  return /^(?:mark_ran|continue)$/i.test(attributes.get('onFail') ?? '')
}

/** Undefined: it hangs on more than the engine. */
function isMet({ name, attributes, children }: WrittenChange, engine: DialectName): boolean | undefined {
  const inside = (): readonly (boolean | undefined)[] => children.map(child => isMet(child, engine))
  switch (name) {
    case 'dbms':
      return enginesOf(attributes.get('type'))?.includes(engine) !== false
    // None of them may hold (NotPrecondition.java).
    case 'not':
      return allOf(inside().map(negated))
    case 'or':
      return negated(allOf(inside().map(negated)))
    case 'and':
    case 'preConditions':
      return allOf(inside())
    default:
      return undefined
  }
}

function allOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false
  return answers.includes(undefined) ? undefined : true
}

function negated(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer
}

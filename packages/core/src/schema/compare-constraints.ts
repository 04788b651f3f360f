import type { Constraint } from '../operations/column.ts'
import { canonicalExpression } from './canonical-text.ts'
import { validityDifference as indexValidityDifference } from './compare-indexes.ts'
import type { Difference } from './difference.ts'
import { nameKey } from './find-parts.ts'
import { matchNamed } from './match-named.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'
import { isUnknownConstraint } from './unknown-parts.ts'

export function compareConstraints(
  before: Table,
  after: Table,
  semantics: SchemaSemantics,
): readonly Difference[] {
  const matched = matchNamed(
    before.constraints.filter(hasOwnMeaning),
    after.constraints.filter(hasOwnMeaning),
    {
      nameOf: ({ name }) => (name === undefined ? undefined : nameKey(name, semantics)),
      traitsOf: constraint =>
        constraint.implicitName === true ? traitsOf(constraint, semantics) : undefined,
      // Two names that the engine chose are nobody's choice: only what the constraint does counts.
      sameDespiteName: (one, other) => constraintDifference(one, other, semantics) === undefined,
    },
  )
  const { missing, leftOver, renamed } = withoutRenamed(matched, semantics)
  return [
    ...renamed.map(([one, { name }]) => ({
      kind: 'changed' as const,
      subject: subjectOf(before, one),
      detail: `is called ${name}`,
    })),
    ...missing
      .filter(constraint => !isIndexedInstead(constraint, after, semantics))
      .map(constraint => ({ kind: 'missing' as const, subject: subjectOf(before, constraint) })),
    ...leftOver.map(constraint => ({
      kind: 'left-over' as const,
      subject: subjectOf(before, constraint),
    })),
    ...matched.pairs.flatMap(([one, other]) => pairDifferences(before, one, other, semantics)),
  ]
}

interface Unmatched {
  readonly missing: readonly Constraint[]
  readonly leftOver: readonly Constraint[]
}

/** One that is missing and one that is left over may be the same under another name. */
function withoutRenamed(
  { missing, leftOver }: Unmatched,
  semantics: SchemaSemantics,
): Unmatched & { readonly renamed: readonly (readonly [Constraint, Constraint])[] } {
  if (missing.length === 0 || leftOver.length === 0) return { missing, leftOver, renamed: [] }
  const candidates = new Map<string, Constraint[]>()
  for (const each of leftOver.filter(isNamed)) {
    const key = traitsOf(each, semantics)
    const known = candidates.get(key)
    if (known === undefined) candidates.set(key, [each])
    else known.push(each)
  }
  const renamed = missing.filter(isNamed).flatMap(one => {
    const alike = candidates.get(traitsOf(one, semantics)) ?? []
    const at = alike.findIndex(other => constraintDifference(one, other, semantics) === undefined)
    return alike.splice(at, at === -1 ? 0 : 1).map(other => [one, other] as const)
  })
  const paired = new Set(renamed.flat())
  const isLeft = (each: Constraint) => !paired.has(each)
  return { missing: missing.filter(isLeft), leftOver: leftOver.filter(isLeft), renamed }
}

function isNamed(constraint: Constraint): boolean {
  return constraint.name !== undefined && !isUnknownConstraint(constraint)
}

/** A unique index over the same columns does what a UNIQUE did that nobody has named. */
function isIndexedInstead(constraint: Constraint, after: Table, semantics: SchemaSemantics): boolean {
  if (constraint.type !== 'unique' || (constraint.name !== undefined && constraint.implicitName !== true))
    return false
  const wanted = constraint.columns.map(semantics.columnKey).join()
  return after.indexes.some(
    ({ unique, where, parts }) =>
      unique &&
      where === undefined &&
      parts.map(({ column }) => (column === undefined ? '' : semantics.columnKey(column))).join() === wanted,
  )
}

/** A NOT NULL constraint shows in its column; only one that is not validated says more. */
function hasOwnMeaning(constraint: Constraint): boolean {
  return constraint.type !== 'not-null' || constraint.notValid === true
}

function pairDifferences(
  table: Table,
  one: Constraint,
  other: Constraint,
  semantics: SchemaSemantics,
): readonly Difference[] {
  if (isUnknownConstraint(one) || isUnknownConstraint(other)) {
    const known = isUnknownConstraint(one) ? other : one
    return isUnknownConstraint(known) ? [] : [{ kind: 'unknown', subject: subjectOf(table, known) }]
  }
  const detail = constraintDifference(one, other, semantics)
  return detail === undefined ? [] : [{ kind: 'changed', subject: subjectOf(table, one), detail }]
}

function subjectOf(table: Table, constraint: Constraint): string {
  const type = constraint.type.replaceAll('-', ' ')
  if (isUnknownConstraint(constraint) && constraint.name !== undefined) {
    return `constraint ${constraint.name} of ${table.name}`
  }
  const columns = 'columns' in constraint ? `(${constraint.columns.join(', ')})` : ''
  return `${`${type} ${constraint.name ?? columns}`.trimEnd()} of ${table.name}`
}

export function constraintDifference(
  before: Constraint,
  after: Constraint,
  semantics: SchemaSemantics,
): string | undefined {
  if (before.type !== after.type) return `is a ${after.type.replaceAll('-', ' ')}`
  if ((before.deferrable ?? '') !== (after.deferrable ?? '')) return 'its deferrability differs'
  if (before.type === 'foreign-key' && after.type === 'foreign-key') {
    return foreignKeyDifference(before, after, semantics)
  }
  if (before.type === 'check' && after.type === 'check') {
    if (canonicalExpression(before.expression) !== canonicalExpression(after.expression)) {
      return `is (${after.expression}), was (${before.expression})`
    }
    if (before.noInherit !== after.noInherit) return 'its inheritance differs'
    return validityDifference(before, after)
  }
  if (before.type === 'exclusion' && after.type === 'exclusion') {
    const same = canonicalExpression(before.definition) === canonicalExpression(after.definition)
    return same ? undefined : 'its definition differs'
  }
  if (before.type === 'unique' && after.type === 'unique') {
    if ((before.nullsNotDistinct ?? false) !== (after.nullsNotDistinct ?? false)) {
      return 'its treatment of NULLs differs'
    }
  }
  if (!('columns' in before) || !('columns' in after)) return undefined
  return columnsDifference(before.columns, after.columns, semantics) ?? indexValidityDifference(before, after)
}

/** What two constraints have in common where `constraintDifference` finds nothing. */
function traitsOf(constraint: Constraint, { columnKey }: SchemaSemantics): string {
  const { type } = constraint
  if (type === 'check') return `${type} ${canonicalExpression(constraint.expression)}`
  return type === 'exclusion'
    ? `${type} ${canonicalExpression(constraint.definition)}`
    : `${type} ${constraint.columns.map(columnKey).join()}`
}

type ForeignKey = Constraint & { readonly type: 'foreign-key' }

function foreignKeyDifference(
  before: ForeignKey,
  after: ForeignKey,
  semantics: SchemaSemantics,
): string | undefined {
  if (semantics.objectKey(before.references.table) !== semantics.objectKey(after.references.table)) {
    return `references ${after.references.table}, was ${before.references.table}`
  }
  const named = before.references.columns.length > 0 && after.references.columns.length > 0
  return (
    columnsDifference(before.columns, after.columns, semantics) ??
    (named ? columnsDifference(before.references.columns, after.references.columns, semantics) : undefined) ??
    actionDifference('ON DELETE', before.onDelete, after.onDelete, semantics) ??
    actionDifference('ON UPDATE', before.onUpdate, after.onUpdate, semantics) ??
    validityDifference(before, after)
  )
}

function actionDifference(
  event: string,
  was: ForeignKey['onDelete'],
  is: ForeignKey['onDelete'],
  semantics: SchemaSemantics,
): string | undefined {
  if (actionKey(was, semantics) === actionKey(is, semantics)) return undefined
  return is === undefined
    ? `lacks ${event} ${was?.toUpperCase()}`
    : `${event} is ${is.toUpperCase()}, was ${(was ?? 'no action').toUpperCase()}`
}

/** Where a foreign key needs an index (InnoDB), RESTRICT and NO ACTION are one (MySQL 8.0 manual 15.1.20.5). */
function actionKey(action: ForeignKey['onDelete'], semantics: SchemaSemantics): string {
  return action === undefined || (action === 'restrict' && semantics.foreignKeyCreatesIndex)
    ? 'no action'
    : action
}

function validityDifference(
  before: { readonly notValid?: boolean; readonly notEnforced?: boolean },
  after: { readonly notValid?: boolean; readonly notEnforced?: boolean },
): string | undefined {
  if ((before.notValid ?? false) !== (after.notValid ?? false)) {
    return after.notValid === true ? 'is NOT VALID, was validated' : 'is validated, was NOT VALID'
  }
  if ((before.notEnforced ?? false) !== (after.notEnforced ?? false)) {
    return after.notEnforced === true ? 'is not enforced, was' : 'is enforced, was not'
  }
  return undefined
}

function columnsDifference(
  before: readonly string[],
  after: readonly string[],
  { columnKey }: SchemaSemantics,
): string | undefined {
  const same =
    before.length === after.length &&
    before.every((name, index) => columnKey(name) === columnKey(after[index] ?? ''))
  return same ? undefined : `is on (${after.join(', ')}), was on (${before.join(', ')})`
}

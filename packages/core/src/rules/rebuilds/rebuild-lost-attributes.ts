import type { Constraint, ReferentialAction } from '../../operations/column.ts'
import { compareColumns } from '../../schema/compare-columns.ts'
import { compareConstraints } from '../../schema/compare-constraints.ts'
import type { SchemaSemantics, Table } from '../../schema/schema-state.ts'
import { lostAttributes } from '../types/lost-attributes.ts'

export interface LostInRebuild {
  readonly name: string
  /** Absent: of the table or of a foreign key. */
  readonly column?: string
  /** With what it was of: `NOT NULL of email`. */
  readonly text: string
}

/**
 * What a table that is built anew lacks although its columns and keys are all there: `NOT NULL of email`. Where that is
 * the one thing that the rebuild changes, it is what the rebuild is for; but a default that every INSERT leans on is told.
 */
export function attributesLostInRebuild(
  old: Table,
  result: Table,
  semantics: SchemaSemantics,
): readonly LostInRebuild[] {
  const isStrict = old.options.strict !== undefined && result.options.strict === undefined
  const strict = isStrict ? [{ name: 'STRICT', text: 'STRICT' }] : []
  const lost = [...ofColumns(old, result), ...ofForeignKeys(old, result), ...strict]
  const changes = [...compareColumns(old, result), ...compareConstraints(old, result, semantics)]
  return lost.length === 1 && changes.length + strict.length <= 1 && !losesNeededDefault(old, result)
    ? []
    : lost
}

function losesNeededDefault(old: Table, result: Table): boolean {
  return [...old.columns].some(([key, column]) => {
    const to = result.columns.get(key)
    return to?.nullable === false && column.default !== undefined && to.default === undefined
  })
}

function ofColumns(old: Table, result: Table): readonly LostInRebuild[] {
  return [...old.columns].flatMap(([key, column]) => {
    const to = result.columns.get(key)
    if (to === undefined || column.partial === true) return []
    // NOT NULL DEFAULT '' becomes DEFAULT NULL: who writes another default means NULL to be there.
    const isMeant = column.default !== undefined && to.default !== undefined && to.default !== column.default
    return lostAttributes(column, to)
      .filter(({ name, onlyDescribes }) => !onlyDescribes && !(isMeant && name === 'NOT NULL'))
      .map(({ name, text }) => ({
        name,
        column: column.name,
        text: `${name === 'AUTO_INCREMENT' ? 'AUTOINCREMENT' : text} of ${column.name}`,
      }))
  })
}

function ofForeignKeys(old: Table, result: Table): readonly LostInRebuild[] {
  return old.constraints.flatMap(constraint => {
    if (constraint.type !== 'foreign-key') return []
    const kept = result.constraints.find(each => isSameReference(each, constraint))
    if (kept?.type !== 'foreign-key') return []
    const of = `of the foreign key of ${constraint.columns.join(', ')}`
    return [
      ...lostAction('ON DELETE', constraint.onDelete, kept.onDelete, of),
      ...lostAction('ON UPDATE', constraint.onUpdate, kept.onUpdate, of),
    ]
  })
}

/** Another action that is written is meant. */
function lostAction(
  name: string,
  had: ReferentialAction | undefined,
  has: ReferentialAction | undefined,
  of: string,
): readonly LostInRebuild[] {
  return isAction(had) && has === undefined ? [{ name, text: `${name} ${had.toUpperCase()} ${of}` }] : []
}

function isSameReference(one: Constraint, other: Constraint): boolean {
  return (
    one.type === 'foreign-key' &&
    other.type === 'foreign-key' &&
    JSON.stringify([one.columns, one.references.table]).toLowerCase() ===
      JSON.stringify([other.columns, other.references.table]).toLowerCase()
  )
}

/** Without one, deleting the parent fails, as it does with RESTRICT. */
function isAction<Action extends string>(action: Action | undefined): action is Action {
  return action !== undefined && action !== 'no action' && action !== 'restrict'
}

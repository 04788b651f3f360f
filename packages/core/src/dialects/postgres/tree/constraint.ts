import type { Constraint, ReferentialAction } from '../../../operations/column.ts'
import type { Constraint as ConstraintNode, Node } from '../grammar.ts'
import { afterWord, expressionText, insideParenthesesAfter, type Source } from '../source.ts'
import { strings, tableName } from './names.ts'

/** A table's constraint, or a column's with its column named; undefined for what is an attribute of a column
 * (NULL, NOT NULL, DEFAULT, GENERATED, IDENTITY). */
export function readConstraint(
  node: ConstraintNode,
  source: Source,
  column?: string,
): Constraint | undefined {
  const columns = column === undefined ? strings(node.keys) : [column]
  const shared = {
    ...(node.conname && { name: node.conname }),
    ...(node.deferrable && {
      deferrable: node.initdeferred ? ('deferred' as const) : ('immediate' as const),
    }),
    ...(hasMore(node) && { unkept: true as const }),
  }
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return { ...shared, type: 'primary-key', columns }
    case 'CONSTR_UNIQUE':
      return {
        ...shared,
        type: 'unique',
        columns,
        ...(node.nulls_not_distinct && { nullsNotDistinct: true }),
      }
    case 'CONSTR_FOREIGN':
      return { ...shared, ...foreignKey(node, column) }
    case 'CONSTR_CHECK':
      return { ...shared, ...check(node, source) }
    case 'CONSTR_EXCLUSION':
      return { ...shared, type: 'exclusion', definition: exclusionText(node, source) }
    case 'CONSTR_NOTNULL':
      if (column !== undefined) return undefined
      return { ...shared, type: 'not-null', columns, ...(node.skip_validation && { notValid: true }) }
    default:
      return undefined
  }
}

/** INCLUDE and storage parameters of a key, MATCH FULL, ON DELETE SET NULL of some of the columns, and the name of an
 * EXCLUDE over an expression, which the server makes of what it is in. */
function hasMore(node: ConstraintNode): boolean {
  return (
    [node.including, node.options, node.fk_del_set_cols].some(list => (list ?? []).length > 0) ||
    node.fk_matchtype === 'f' ||
    (!node.conname && (node.exclusions ?? []).some(isOverExpression))
  )
}

function isOverExpression(node: Node): boolean {
  const [element] = 'List' in node ? (node.List.items ?? []) : []
  return element !== undefined && 'IndexElem' in element && element.IndexElem.expr !== undefined
}

function foreignKey(
  node: ConstraintNode,
  column: string | undefined,
): Extract<Constraint, { type: 'foreign-key' }> {
  const onDelete = referentialAction(node.fk_del_action)
  const onUpdate = referentialAction(node.fk_upd_action)
  return {
    type: 'foreign-key',
    columns: column === undefined ? strings(node.fk_attrs) : [column],
    references: { table: tableName(node.pktable), columns: strings(node.pk_attrs) },
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
    ...(node.skip_validation && { notValid: true }),
  }
}

function check(node: ConstraintNode, source: Source): Extract<Constraint, { type: 'check' }> {
  const notEnforced = source.version >= 18 && !node.is_enforced
  return {
    type: 'check',
    expression: insideParenthesesAfter(source, source.place(node.location), 'check'),
    ...(node.skip_validation && !notEnforced && { notValid: true }),
    ...(notEnforced && { notEnforced }),
    ...(node.is_no_inherit && { noInherit: true as const }),
  }
}

function exclusionText(node: ConstraintNode, source: Source): string {
  const afterKeyword = afterWord(source, source.place(node.location), 'exclude')
  return `EXCLUDE ${expressionText(source, afterKeyword, { words: ['deferrable', 'not', 'initially'] })}`
}

/** FKCONSTR_ACTION_* of src/include/nodes/parsenodes.h; NO ACTION is the default and says nothing. */
function referentialAction(letter: string | undefined): ReferentialAction | undefined {
  switch (letter) {
    case 'r':
      return 'restrict'
    case 'c':
      return 'cascade'
    case 'n':
      return 'set null'
    case 'd':
      return 'set default'
    default:
      return undefined
  }
}

import type { Column, Constraint, GeneratedColumn } from '../../../operations/column.ts'
import type { ColumnDef, Constraint as ConstraintNode } from '../grammar.ts'
import { afterWord, expressionText, insideParenthesesAfter, type Source } from '../source.ts'
import { readConstraint } from './constraint.ts'
import { dataType, isSerial } from './data-type.ts'
import { objectName, strings } from './names.ts'

export interface ReadColumn {
  readonly column: Column
  readonly constraints: readonly Constraint[]
}

export function readColumn(definition: ColumnDef, source: Source): ReadColumn {
  const name = definition.colname ?? ''
  const nodes = withAttributes(constraintNodes(definition))
  const defaultNode = nodes.find(node => node.contype === 'CONSTR_DEFAULT')
  const generatedNode = nodes.find(node => node.contype === 'CONSTR_GENERATED')
  const autoIncrement = autoIncrementOf(definition, nodes)
  return {
    column: {
      name,
      ...(definition.typeName && { type: dataType(definition.typeName, collationOf(definition)) }),
      nullable: autoIncrement === undefined && !nodes.some(node => impliesNotNull(node)),
      ...(defaultNode && { default: defaultText(defaultNode, definition, source) }),
      ...(generatedNode && { generated: generated(generatedNode, source) }),
      ...(autoIncrement && { autoIncrement }),
      ...(hasMore(definition, nodes) && { unkept: true as const }),
    },
    constraints: nodes.flatMap(node => readConstraint(node, source, name) ?? []),
  }
}

/** COMPRESSION, STORAGE, and where and how an identity counts. */
function hasMore(
  { compression, storage_name: storage }: ColumnDef,
  nodes: readonly ConstraintNode[],
): boolean {
  return (
    (compression ?? '') !== '' ||
    (storage ?? '') !== '' ||
    nodes.some(({ contype, options }) => contype === 'CONSTR_IDENTITY' && (options ?? []).length > 0)
  )
}

export function constraintNodes(definition: ColumnDef): readonly ConstraintNode[] {
  return (definition.constraints ?? []).flatMap(node => ('Constraint' in node ? [node.Constraint] : []))
}

export function collationOf(definition: ColumnDef): string | undefined {
  const name = strings(definition.collClause?.collname)
  // Which one that is, the database says: the same as writing none.
  return name.length === 0 || name.at(-1) === 'default'
    ? undefined
    : objectName(name[0] === 'pg_catalog' ? name.slice(1) : name)
}

export function generated(node: ConstraintNode, source: Source): GeneratedColumn {
  return {
    expression: insideParenthesesAfter(source, source.place(node.location), 'as'),
    storage: node.generated_kind === 'v' ? 'virtual' : 'stored',
  }
}

/** DEFERRABLE and INITIALLY DEFERRED stand behind a column's constraint as nodes of their own. */
function withAttributes(nodes: readonly ConstraintNode[]): readonly ConstraintNode[] {
  const joined: ConstraintNode[] = []
  for (const node of nodes) {
    const previous = joined.at(-1)
    if (previous && node.contype === 'CONSTR_ATTR_DEFERRABLE')
      joined.splice(-1, 1, { ...previous, deferrable: true })
    else if (previous && node.contype === 'CONSTR_ATTR_DEFERRED')
      joined.splice(-1, 1, { ...previous, deferrable: true, initdeferred: true })
    else if (previous && node.contype === 'CONSTR_ATTR_NOT_ENFORCED')
      joined.splice(-1, 1, { ...previous, is_enforced: false })
    else joined.push(node)
  }
  return joined
}

function impliesNotNull(node: ConstraintNode): boolean {
  return node.contype === 'CONSTR_NOTNULL' || node.contype === 'CONSTR_PRIMARY'
}

function autoIncrementOf(
  definition: ColumnDef,
  nodes: readonly ConstraintNode[],
): Column['autoIncrement'] | undefined {
  if (isSerial(definition.typeName)) return 'serial'
  const identity = nodes.find(node => node.contype === 'CONSTR_IDENTITY')
  if (identity === undefined) return undefined
  return identity.generated_when === 'a' ? 'identity-always' : 'identity-by-default'
}

/** Up to the column's next attribute: DEFAULT takes a b_expr, which NOT NULL or COLLATE cannot belong to. */
function defaultText(node: ConstraintNode, definition: ColumnDef, source: Source): string {
  const start = afterWord(source, source.place(node.location), 'default')
  const next = [...constraintNodes(definition), definition.collClause]
    .map(part => (part?.location === undefined ? undefined : source.place(part.location)))
    .filter(place => place !== undefined && place > start)
  return expressionText(source, start, {
    place: Math.min(...next.map(place => place ?? 0), source.text.length),
  })
}

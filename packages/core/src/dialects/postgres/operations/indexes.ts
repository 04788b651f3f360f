import { postgresLexicalRules } from '../../../lexer/engines.ts'
import { tokenize } from '../../../lexer/tokenize.ts'
import type { IndexPart } from '../../../operations/column.ts'
import { joinName } from '../../../operations/names.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { IndexElem, IndexStmt, ReindexStmt } from '../grammar.ts'
import { depthChange, parenthesizedItems, type Source } from '../source.ts'
import { strings, tableName } from '../tree/names.ts'
import { hasOption } from '../tree/values.ts'
import { whereText } from './rows.ts'

export function createIndex(statement: IndexStmt, source: Source): Operation {
  const include = (statement.indexIncludingParams ?? []).flatMap(node =>
    'IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : [],
  )
  return {
    kind: 'create-index',
    index: {
      ...(statement.idxname && { name: joinName([statement.idxname]) }),
      table: tableName(statement.relation),
      parts: indexParts(statement, source),
      unique: statement.unique ?? false,
      ...(statement.accessMethod && statement.accessMethod !== 'btree' && { method: statement.accessMethod }),
      ...whereText(statement.whereClause, source),
      ...(include.length > 0 && { include }),
      ...(statement.nulls_not_distinct && { nullsNotDistinct: true }),
      ...(hasParameters(statement) && { unkept: true as const }),
    },
    concurrently: statement.concurrent ?? false,
    ifNotExists: statement.if_not_exists ?? false,
    orReplace: false,
    only: statement.relation?.inh !== true,
  }
}

/** Storage parameters of the index, and of its operator classes. */
function hasParameters({ options, indexParams = [] }: IndexStmt): boolean {
  const lists = [options, ...indexParams.map(node => ('IndexElem' in node ? node.IndexElem.opclassopts : []))]
  return lists.some(list => (list ?? []).length > 0)
}

export function reindex(statement: ReindexStmt): Operation {
  return {
    kind: 'reindex',
    target: reindexTarget(statement.kind),
    name: statement.relation ? tableName(statement.relation) : (statement.name ?? ''),
    concurrently: hasOption(statement.params, 'concurrently'),
  }
}

function indexParts(statement: IndexStmt, source: Source): readonly IndexPart[] {
  const elements = (statement.indexParams ?? []).flatMap(node =>
    'IndexElem' in node ? [node.IndexElem] : [],
  )
  const hasExpression = elements.some(({ expr }) => expr !== undefined)
  const texts = hasExpression ? parenthesizedItems(source, source.place(statement.relation?.location)) : []
  return elements.map((element, index) => indexPart(element, texts[index] ?? ''))
}

function indexPart(element: IndexElem, text: string): IndexPart {
  const collation = strings(element.collation).at(-1)
  const operatorClass = strings(element.opclass).at(-1)
  return {
    ...(element.name ? { column: element.name } : { expression: leadingExpression(text) }),
    ...(element.ordering === 'SORTBY_DESC' && { descending: true }),
    ...nullsPlace(element),
    ...(collation !== undefined && { collation }),
    ...(operatorClass !== undefined && { operatorClass }),
  }
}

/** PostgreSQL manual, 11.4 Indexes and ORDER BY: ascending has NULLs last, descending first, unless it says otherwise. */
function nullsPlace({ ordering, nulls_ordering: written }: IndexElem): Pick<IndexPart, 'nulls'> {
  if (written === 'SORTBY_NULLS_FIRST' && ordering !== 'SORTBY_DESC') return { nulls: 'first' }
  return written === 'SORTBY_NULLS_LAST' && ordering === 'SORTBY_DESC' ? { nulls: 'last' } : {}
}

/** `lower(email)` of `lower(email) text_pattern_ops DESC`: the grammar allows a call or parentheses here. */
function leadingExpression(text: string): string {
  let depth = 0
  for (const token of tokenize(text, postgresLexicalRules)) {
    const change = depthChange(token)
    depth += change
    if (change < 0 && depth === 0) return withoutParentheses(text.slice(0, token.end))
  }
  return text
}

function withoutParentheses(text: string): string {
  return text.startsWith('(') ? text.slice(1, -1).trim() : text
}

function reindexTarget(kind: ReindexStmt['kind']): Extract<Operation, { kind: 'reindex' }>['target'] {
  switch (kind) {
    case 'REINDEX_OBJECT_TABLE':
      return 'table'
    case 'REINDEX_OBJECT_SCHEMA':
      return 'schema'
    case 'REINDEX_OBJECT_DATABASE':
      return 'database'
    case 'REINDEX_OBJECT_SYSTEM':
      return 'system'
    default:
      return 'index'
  }
}

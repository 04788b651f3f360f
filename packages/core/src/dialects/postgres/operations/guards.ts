import { bareName } from '../../../operations/names.ts'
import type { Thing } from '../../../operations/thing.ts'
import type { CatalogueQuestion, GuardLanguage } from '../../guards.ts'
import { isGrammarError, parseTree } from '../grammar.ts'
import { nodesOfKind } from '../tree/walk.ts'
import { versionIn } from './server-version.ts'

/** Errors: PostgreSQL manual, appendix A, class 42. */
export const postgresGuards: GuardLanguage = {
  questionIn,
  versionIn,
  errorsOfPresent: new Set([
    'duplicate_object',
    'duplicate_table',
    'duplicate_column',
    'duplicate_function',
    'duplicate_schema',
    '42710',
    '42P07',
    '42701',
    '42723',
    '42P06',
  ]),
  errorsOfAbsent: new Set([
    'undefined_object',
    'undefined_table',
    'undefined_column',
    'undefined_function',
    '42704',
    '42P01',
    '42703',
    '42883',
  ]),
}

/** `[NOT] EXISTS (SELECT … FROM the catalogue …)`, `to_regclass('x') IS [NOT] NULL`. */
function questionIn(expression: string): CatalogueQuestion | undefined {
  const tree = parseTree(`SELECT ${expression}`)
  const [select] = isGrammarError(tree) ? [] : tree.statements
  const [target] = select && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : []
  let value = target && 'ResTarget' in target ? target.ResTarget.val : undefined
  let isThere = true
  while (value && 'BoolExpr' in value && value.BoolExpr.boolop === 'NOT_EXPR') {
    value = value.BoolExpr.args?.[0]
    isThere = !isThere
  }
  if (value && 'NullTest' in value) {
    const asked = value.NullTest.arg
    const called =
      asked && 'FuncCall' in asked ? [...nodesOfKind(asked.FuncCall.funcname, 'String')].at(-1) : undefined
    const kinds = kindsOfFunction.get(called?.sval ?? '')
    if (kinds === undefined) return undefined
    return {
      isThere: (value.NullTest.nulltesttype === 'IS_NOT_NULL') === isThere,
      kinds,
      names: namesIn(asked),
    }
  }
  if (value === undefined || !('SubLink' in value) || value.SubLink.subLinkType !== 'EXISTS_SUBLINK')
    return undefined
  const { subselect } = value.SubLink
  const relations = [...nodesOfKind(subselect, 'RangeVar')]
  if (relations.length === 0 || !relations.every(isCatalogue)) return undefined
  const kinds = relations.flatMap(({ relname = '' }) => kindsOf.get(relname) ?? ['object' as const])
  return { isThere, kinds: new Set(kinds), names: namesIn(subselect) }
}

function isCatalogue({
  schemaname = '',
  relname = '',
}: {
  readonly schemaname?: string
  readonly relname?: string
}): boolean {
  return (
    schemaname === 'information_schema' ||
    ((schemaname === 'pg_catalog' || schemaname === '') && relname.startsWith('pg_'))
  )
}

const kindsOfFunction: ReadonlyMap<string, CatalogueQuestion['kinds']> = new Map([
  ['to_regclass', new Set(['table', 'index', 'object'] as const)],
  ['to_regtype', new Set(['object'] as const)],
  ['to_regproc', new Set(['object'] as const)],
  ['to_regprocedure', new Set(['object'] as const)],
])

/** What is listed in which part of the catalogue; in all others, objects of another kind. */
const kindsOf: ReadonlyMap<string, readonly Thing['what'][]> = new Map<string, readonly Thing['what'][]>([
  ['columns', ['column']],
  ['pg_attribute', ['column']],
  ['tables', ['table']],
  ['pg_tables', ['table']],
  ['pg_class', ['table', 'index', 'object']],
  ['table_constraints', ['constraint']],
  ['referential_constraints', ['constraint']],
  ['key_column_usage', ['constraint']],
  ['constraint_column_usage', ['constraint']],
  ['check_constraints', ['constraint']],
  ['pg_constraint', ['constraint']],
  ['pg_indexes', ['index']],
  ['pg_index', ['index']],
  ['pg_enum', ['enum-value']],
])

function namesIn(part: unknown): ReadonlySet<string> {
  const texts = [...nodesOfKind(part, 'A_Const')].flatMap(({ sval }) => sval?.sval ?? [])
  return new Set(texts.map(text => bareName(text).replaceAll('"', '').toLowerCase()))
}

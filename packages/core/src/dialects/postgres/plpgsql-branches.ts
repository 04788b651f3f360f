import { type Branch, inLoop, nextBranch, otherwise } from '../branches.ts'

export interface BranchedPart {
  readonly part: unknown
  readonly branches: readonly Branch[]
}

/** The parts of a statement that decides what runs, in order; undefined for any other. */
export function branchesOf(kind: string, content: unknown): readonly BranchedPart[] | undefined {
  switch (kind) {
    case 'PLpgSQL_stmt_if':
      return ifParts(content)
    case 'PLpgSQL_stmt_case':
      return caseParts(content)
    case 'PLpgSQL_stmt_block':
      return blockParts(content)
    case 'PLpgSQL_stmt_while':
    case 'PLpgSQL_stmt_loop':
    case 'PLpgSQL_stmt_fori':
    case 'PLpgSQL_stmt_fors':
    case 'PLpgSQL_stmt_forc':
    case 'PLpgSQL_stmt_dynfors':
    case 'PLpgSQL_stmt_foreach_a':
      return loopParts(content)
    default:
      return undefined
  }
}

function ifParts(content: unknown): readonly BranchedPart[] {
  let earlier: readonly Branch[] = []
  const inBranch = (condition: unknown, body: unknown): BranchedPart => {
    const { branches, after } = nextBranch(earlier, queryOf(condition))
    earlier = after
    return { part: body, branches }
  }
  const first = inBranch(property(content, 'cond'), property(content, 'then_body'))
  const others = list(property(content, 'elsif_list')).flatMap(each => {
    const elsif = property(each, 'PLpgSQL_if_elsif')
    const asked = { part: withoutKey(each, 'PLpgSQL_if_elsif', 'stmts'), branches: earlier }
    return [asked, inBranch(property(elsif, 'cond'), property(elsif, 'stmts'))]
  })
  return [first, ...others, { part: property(content, 'else_body'), branches: earlier }]
}

function caseParts(content: unknown): readonly BranchedPart[] {
  const subject = queryOf(property(content, 't_expr'))
  const whens = list(property(content, 'case_when_list')).flatMap(each => {
    const when = property(each, 'PLpgSQL_case_when')
    const text = queryOf(property(when, 'expr')).replace(/"__Case__Variable_\d+__"/, () => subject)
    return [
      { part: withoutKey(each, 'PLpgSQL_case_when', 'stmts'), branches: [] },
      { part: property(when, 'stmts'), branches: [{ text }] },
    ]
  })
  return [...whens, { part: property(content, 'else_stmts'), branches: [otherwise] }]
}

function loopParts(content: unknown): readonly BranchedPart[] {
  return entriesOf(content).map(([key, part]) => ({ part, branches: key === 'body' ? [inLoop] : [] }))
}

/** `elog_level` of RAISE EXCEPTION and of RAISE alone (elog.h, ERROR). */
const raisesError = 21

function blockParts(content: unknown): readonly BranchedPart[] | undefined {
  const handlers = list(
    property(property(property(content, 'exceptions'), 'PLpgSQL_exception_block'), 'exc_list'),
  )
    .map(each => property(each, 'PLpgSQL_exception'))
    .map(handler => ({
      errors: list(property(handler, 'conditions')).map(each =>
        String(property(property(each, 'PLpgSQL_condition'), 'condname')),
      ),
      action: property(handler, 'action'),
    }))
  if (handlers.length === 0) return undefined
  // An error that is raised again ends the migration.
  const caught = handlers.filter(({ action }) => !raises(action)).flatMap(({ errors }) => errors)
  const body: readonly Branch[] =
    caught.length === 0 ? [] : [{ text: `${caught.join(' or ')} is not raised`, caught }]
  return [
    { part: property(content, 'body'), branches: body },
    ...handlers.map(({ errors, action }) => ({
      part: action,
      branches: [{ text: `${errors.join(' or ')} is raised` }],
    })),
  ]
}

function raises(action: unknown): boolean {
  return list(action).some(
    each => property(property(each, 'PLpgSQL_stmt_raise'), 'elog_level') === raisesError,
  )
}

function queryOf(expression: unknown): string {
  const query = property(property(expression, 'PLpgSQL_expr'), 'query')
  return typeof query === 'string' ? query : ''
}

/** The part's own expressions without the statements in it. */
function withoutKey(part: unknown, kind: string, key: string): unknown {
  return { [kind]: Object.fromEntries(entriesOf(property(part, kind)).filter(([name]) => name !== key)) }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

export function property(value: unknown, key: string): unknown {
  return entriesOf(value).find(([name]) => name === key)?.[1]
}

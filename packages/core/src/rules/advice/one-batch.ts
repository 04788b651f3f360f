import type { OperationOf } from '../../operations/operation.ts'
import { primaryKeyOf } from '../../schema/lookup.ts'
import { textTokens, withoutEnd } from '../../schema/sql-text.ts'
import type { Problem } from '../finding.ts'
import { columnIn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Clauses behind WHERE, and tables beside the one that is changed: the condition cannot stand at the end. */
const more = /^(?:from|join|using|returning|order|limit|where|or)$/i

/** One table, and not the body of a block or a routine. */
const ofOneTable = /^\s*update\s+(?:only\s+)?[^\s,]+(?:\s+(?:as\s+)?\w+)?\s+set\b/i

/** The statement for the first rows by the primary key, where that is one integer. */
export function oneBatch(
  { table, where }: OperationOf<'update-rows'>,
  { statement, before, traits, tableBefore }: OperationContext,
  condition?: string,
): Pick<Problem, 'suggestion'> {
  const known = tableBefore(table)
  const key = known && primaryKeyOf(known)
  const [column, ...others] = key?.type === 'primary-key' ? key.columns : []
  if (column === undefined || others.length > 0) return {}
  const type = columnIn(before, table, column)?.type?.name ?? ''
  if (!/^(?:small|medium|big)?int(?:eger)?$/.test(type)) return {}
  const range = `${traits.quote(column)} BETWEEN 1 AND 5000`
  const text = withoutEnd(statement.text)
  const tokens = textTokens(text)
  // What the tool hands over beside the statement is not in it.
  if (!ofOneTable.test(text) || tokens.some(({ text: each }) => /^(?:\?|\$\d+)$/.test(each))) return {}
  const words = tokens.filter(({ kind }) => kind === 'word')
  const found = words.filter(({ text: word }) => more.test(word)).map(({ text: word }) => word.toLowerCase())
  if (found.some(word => word !== 'where') || found.length > (where === undefined ? 0 : 1)) return {}
  return {
    suggestion: {
      title: `${condition === undefined ? 'Take' : `${condition}: take`} some thousand rows at a time, and go on with the next ones until the last`,
      sql: `${text} ${where === undefined ? 'WHERE' : 'AND'} ${range};`,
    },
  }
}

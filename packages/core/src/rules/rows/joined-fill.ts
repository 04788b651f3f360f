import type { OperationOf } from '../../operations/operation.ts'
import { textTokens } from '../../schema/sql-text.ts'

/** Does each row get its value from the row of another table that it is joined to, whichever that is? A condition that looks
 * at a value picks rows; so may the other table, for a constant. */
export function isJoinedFill(
  { where = '', assignments = {}, columns }: OperationOf<'update-rows'>,
  text: string,
): boolean {
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  // In ON, or in a query of the join.
  if (tokens.some(({ text: each }) => /^(?:'|\d|\?|\$\d|limit$)/i.test(each))) return false
  const isJoin = tokens.some(({ kind, text: each }) => kind === 'word' && /^(?:join|from)$/i.test(each))
  return (
    isJoin &&
    onlyJoins.test(where.trim()) &&
    columns.every(column => ofOther.test((assignments[column] ?? '').trim()))
  )
}

const name = '["`]?\\w+["`]?'
const ofOther = new RegExp(`^${name}(?:\\.${name})+$`)
const pair = `\\(?\\s*${name}(?:\\.${name})+\\s*=\\s*${name}(?:\\.${name})+\\s*\\)?`
const onlyJoins = new RegExp(`^(?:${pair}(?:\\s+and\\s+${pair})*)?$`, 'i')

import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { type TextToken, textTokens } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

type Schema = OperationContext['before']

/** Does the text, a part of the statement, read this column of the table: by its name, as `u.name`, or with a star that is
 * no multiplication and no `count(*)`? */
export function readsColumn(
  text: string,
  table: ObjectName,
  column: string,
  statement: string,
  schema: Schema,
): boolean {
  const tokens = withoutSpace(text)
  const isMeant = (token: TextToken, index: number): boolean => {
    if (token.text === '*') return isStar.test(tokens[index - 1]?.text ?? ',')
    const isName = token.name !== undefined && sameColumn(schema, token.name, column)
    return isName && tokens[index + 1]?.text !== '.'
  }
  const found = tokens.flatMap((token, index) => (isMeant(token, index) ? [index] : []))
  if (found.length === 0) return false
  const others = found.every(index => tokens[index - 1]?.text === '.')
    ? namesOf(table, statement, schema)
    : []
  return found.some(index => {
    const qualifier = tokens[index - 1]?.text === '.' ? tokens[index - 2]?.name : undefined
    return qualifier === undefined || others.some(name => sameColumn(schema, name, qualifier))
  })
}

const isStar = /^(?:select|distinct|all|,|\.)$/i

/** Its own name, and those that the statement gives it: `users u`, `users AS u`. */
function namesOf(table: ObjectName, statement: string, schema: Schema): readonly string[] {
  const tokens = withoutSpace(statement)
  const own = bareName(table)
  const aliases = tokens.flatMap(({ name }, index) => {
    if (name === undefined || !sameObject(schema, name, own)) return []
    const next = /^as$/i.test(tokens[index + 1]?.text ?? '') ? tokens[index + 2] : tokens[index + 1]
    return next?.name === undefined ? [] : [next.name]
  })
  return [own, ...aliases]
}

function withoutSpace(text: string): readonly TextToken[] {
  return textTokens(text).filter(({ kind }) => kind !== 'space')
}

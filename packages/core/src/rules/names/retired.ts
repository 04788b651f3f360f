import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { ObjectType } from '../../operations/object-type.ts'
import { findObject, findTable } from '../../schema/lookup.ts'
import type { OperationContext } from '../rule.ts'
import { columnIn } from './known-columns.ts'

/** In a comment or as a part of a name: this is out of use. */
const inComment = /\b(?:deprecated|unused|obsolete|retired)\b/i
const inName = /(?:^|_)(?:deprecated|unused|obsolete|retired|archived)(?:_|$)/i
/** `archived_posts` and `delete_unused_tokens` say what they are for. */
const ofObject = /^deprecated_|_(?:deprecated|unused|obsolete|retired)$/i

/** Does the name say that what it names is out of use? */
export function saysRetired(name: string): boolean {
  return inName.test(name)
}

/** An earlier deploy has marked the column as out of use, by a comment or a name: nobody reads it any more. */
export function isRetiredColumn(
  table: ObjectName,
  column: string,
  { deployed }: Pick<OperationContext, 'deployed'>,
): boolean {
  const known = columnIn(deployed, table, column)
  return known !== undefined && (inName.test(known.name) || inComment.test(known.comment ?? ''))
}

export function isRetiredTable(table: ObjectName, { deployed }: Pick<OperationContext, 'deployed'>): boolean {
  const known = findTable(deployed, table)
  return known !== undefined && (inName.test(bareName(known.name)) || inComment.test(known.comment ?? ''))
}

/** A view or a function holds no rows: that an earlier deploy has given it such a name is all that is asked. */
export function isRetiredObject(
  type: ObjectType,
  name: ObjectName,
  { deployed }: Pick<OperationContext, 'deployed'>,
): boolean {
  return ofObject.test(bareName(name)) && findObject(deployed, type, name) !== undefined
}

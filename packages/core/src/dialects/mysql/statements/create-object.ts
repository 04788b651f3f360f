import type { ObjectType } from '../../../operations/object-type.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { Selection } from '../../../operations/selection.ts'
import type { TokenCursor } from '../token-cursor.ts'

interface NewObject {
  readonly objectType: ObjectType
  readonly name: string
  readonly orReplace: boolean
  readonly ifNotExists: boolean
  readonly table?: string
  readonly selection?: Selection
}

export function createObject(cursor: TokenCursor, object: NewObject): Operation {
  return { kind: 'create-object', ...object, definition: cursor.textSince(cursor.start) }
}

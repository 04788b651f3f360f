import type { OperationOf } from '../../../operations/operation.ts'
import type { CommentStmt } from '../grammar.ts'
import { nameOf } from '../tree/names.ts'
import { objectTypeOf } from '../tree/object-type.ts'
import { on, type ReaderEntry } from './reader.ts'

export const commentReaders: readonly ReaderEntry[] = [on('CommentStmt', setComment)]

function setComment({ objtype, object, comment }: CommentStmt): OperationOf<'set-comment'> {
  return {
    kind: 'set-comment',
    objectType: commentedType(objtype),
    name: nameOf(object),
    ...(comment !== undefined && comment !== '' && { comment }),
  }
}

function commentedType(type: CommentStmt['objtype']): OperationOf<'set-comment'>['objectType'] {
  switch (type) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return 'table'
    case 'OBJECT_COLUMN':
      return 'column'
    case 'OBJECT_INDEX':
      return 'index'
    case 'OBJECT_TABCONSTRAINT':
      return 'constraint'
    default:
      return objectTypeOf(type)
  }
}

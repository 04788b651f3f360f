import type { ObjectName } from './column.ts'
import type { ObjectType } from './object-type.ts'
import type { ReadColumn, Selection } from './selection.ts'

/** What changes anything else that has a name. */
export type ObjectOperation =
  | {
      readonly kind: 'create-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      readonly orReplace: boolean
      readonly ifNotExists: boolean
      /** The table that it hangs on (triggers, policies, rules). */
      readonly table?: ObjectName
      /** The whole statement; replay keeps it, so that a drop can be taken back. */
      readonly definition: string
      /** Of a view, the tables and views that its query reads; absent: only the text tells. */
      readonly reads?: readonly ObjectName[]
      /** Of a view, the columns that its query reads; absent: only the text tells. */
      readonly readsColumns?: readonly ReadColumn[]
      /** Of a view, the columns that it has. */
      readonly selection?: Selection
      /** What ALTER can change, defaults too (sequences, routines, policies, domains of PostgreSQL). */
      readonly settings?: Readonly<Record<string, string>>
      /** Of a routine, the types that tell it from others of its name (PostgreSQL): `text, boolean`. */
      readonly arguments?: string
    }
  | {
      readonly kind: 'drop-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      /** As in `create-object`; absent where they are left out. */
      readonly arguments?: string
      readonly table?: ObjectName
      readonly ifExists: boolean
      readonly cascade: boolean
    }
  | {
      readonly kind: 'rename-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      /** As in `drop-object`. */
      readonly arguments?: string
      readonly to: ObjectName
      readonly table?: ObjectName
    }
  | {
      readonly kind: 'alter-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      readonly table?: ObjectName
      /** What changes, in a few lower-case words: `owner to app`, `restart with 1`. */
      readonly change: string
      /** Settings that have these values from now on, an empty one none; absent: not told. */
      readonly settings?: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'change-privileges'
      /** On some of the columns alone. */
      readonly ofColumns?: true
      /** WITH GRANT OPTION, or GRANT OPTION FOR of REVOKE. */
      readonly grantOption?: true
      readonly action: 'grant' | 'revoke' | 'default'
      /** Default privileges that are taken away. */
      readonly revokes?: true
      /** Default privileges: the roles whose objects they are for; absent: the one that runs the statement. */
      readonly makers?: readonly string[]
      readonly privileges: readonly string[]
      readonly on: string
      readonly roles: readonly string[]
    }
  | {
      readonly kind: 'set-comment'
      readonly objectType: ObjectType | 'table' | 'column' | 'index' | 'constraint'
      readonly name: string
      readonly comment?: string
    }

import type { ObjectName } from './column.ts'

export type TransactionAction = 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to'

/** What concerns the session, its transaction, maintenance and code. */
export type SessionOperation =
  | { readonly kind: 'control-transaction'; readonly action: TransactionAction; readonly name?: string }
  | {
      /** SET, PRAGMA, RESET. */
      readonly kind: 'set-variable'
      /** Lower case: `lock_timeout`, `foreign_key_checks`, `sql_mode`, `foreign_keys`, `search_path`. */
      readonly name: string
      /** As written; absent for RESET. */
      readonly value?: string
      readonly scope: 'session' | 'transaction' | 'global'
    }
  | { readonly kind: 'lock-table'; readonly table: ObjectName; readonly mode: string }
  | {
      /** VACUUM, ANALYZE, CLUSTER, OPTIMIZE, REFRESH MATERIALIZED VIEW, CHECKPOINT, FLUSH, … */
      readonly kind: 'maintain'
      /** Lower case: `vacuum`, `vacuum full`, `analyze`, `cluster`, `optimize`, `refresh`. */
      readonly action: string
      readonly table?: ObjectName
      readonly concurrently?: boolean
      /** Of CLUSTER: the index, which later ones take as well. */
      readonly index?: string
      /** REFRESH … WITH NO DATA: no rows are left. */
      readonly empties?: true
    }
  | {
      /** DO blocks and CALL. The statements inside that can be read stand beside it as operations of their own. */
      readonly kind: 'run-code'
      readonly language: string
      /** Builds SQL at run time (EXECUTE, PREPARE), or runs a routine whose body is not known: what it does cannot be seen. */
      readonly dynamic: boolean
      /** The routine that is called: its body is not in this statement. */
      readonly routine?: ObjectName
      /** It is the server's own, and changes what no schema holds. */
      readonly outsideSchema?: true
      /** What EXECUTE runs: a prepared statement by its name, or the text that an expression gives (MySQL). */
      readonly prepared?: { readonly name: string } | { readonly text: string }
    }
  | {
      /** Read whole and known to change neither schema nor rows (SELECT set_config, LISTEN, EXPLAIN, USE, …). */
      readonly kind: 'no-effect'
      readonly what: string
      /** PREPARE: the statement that a later EXECUTE runs, as an expression. */
      readonly prepares?: { readonly name: string; readonly text: string }
    }
  | {
      readonly kind: 'unreadable'
      /** `partial`: verb and object are known; `unknown`: not even those; `damaged`: lexically broken. */
      readonly level: 'partial' | 'unknown' | 'damaged'
      /** One clause for the user: `near "FOO"`, `the quote opened here is never closed`. */
      readonly reason: string
      /** The statement stands for a file of which nothing was read. */
      readonly isWholeFile?: true
      /** Upper case, where known: `ALTER TABLE`. */
      readonly verb?: string
      readonly object?: ObjectName
      /** Where reading stopped, in UTF-16 units from the statement's first. */
      readonly offset?: number
    }

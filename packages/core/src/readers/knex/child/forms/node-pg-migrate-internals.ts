import type { Direction } from '../../../../migration/migration.ts'

/** The parts of node-pg-migrate that are driven; the same from version 3 to 9. Nothing else here knows their shape. */

/** `pgm`: its operations put the text of statements on a list. */
export interface Builder {
  getSqlSteps(): readonly string[]
  isUsingTransaction(): boolean
}

/** With a second parameter it calls back when it is done. */
export type Action = (builder: Builder, done: () => void) => unknown

export interface Actions {
  readonly up: Action
  /** Absent: the steps of `up` are reversed. */
  readonly down: Action | undefined
}

export interface Database {
  query(query: unknown): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number }>
  select(query: unknown): Promise<readonly unknown[]>
}

/** `dryRun`: the statements on the list, and those of the history table, go nowhere. */
export interface MigrationOptions {
  readonly dryRun: true
  readonly singleTransaction: true
  readonly decamelize: boolean
  readonly schema: string
  readonly migrationsTable: string
}

export type MigrationClass = new (
  database: Database,
  path: string,
  actions: Actions,
  options: MigrationOptions,
  shorthands: Readonly<Record<string, unknown>>,
) => { apply(direction: Direction): Promise<unknown> }

/** Version 7 and 9 have the class in a file of its own, which does not need the driver. */
export function loadMigrationClass(require: (specifier: string) => unknown): MigrationClass {
  try {
    return classIn(require('node-pg-migrate/migration'))
  } catch {
    return classIn(require('node-pg-migrate'))
  }
}

function classIn(exported: unknown): MigrationClass {
  const found: MigrationClass | undefined = Reflect.get(Object(exported), 'Migration')
  if (found === undefined) throw new Error('node-pg-migrate of this version cannot be driven')
  return found
}

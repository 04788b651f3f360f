/** The parts of node-pg-migrate that are driven; the same from version 3 to 9. Nothing else here knows their shape. */

/** `pgm`: its operations put the text of statements on a list. */
export interface Builder {
  /** From now on each operation puts its reverse on the list. */
  enableReverseMode(): unknown
  /** The last first, in reverse mode. */
  getSqlSteps(): readonly string[]
  isUsingTransaction(): boolean
}

/** With a second parameter it calls back when it is done. */
export type Action = (builder: Builder, done: () => void) => unknown

export interface Database {
  query(query: unknown): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number }>
  select(query: unknown): Promise<readonly unknown[]>
}

type Log = (message: string) => void

export type BuilderClass = new (
  database: Database,
  shorthands: Readonly<Record<string, unknown>>,
  isDecamelized: boolean,
  logger: { readonly debug: Log; readonly info: Log; readonly warn: Log; readonly error: Log },
) => Builder

/** Of version 7 and 9, of 3 to 6, and of 8, whose own file of the class cannot be loaded. */
const places = [
  'node-pg-migrate/migrationBuilder',
  'node-pg-migrate/dist/migration-builder',
  'node-pg-migrate',
]

export function loadBuilderClass(require: (specifier: string) => unknown): BuilderClass {
  let problem: unknown
  for (const place of places) {
    try {
      const exported: unknown = require(place)
      const found = ['MigrationBuilder', 'default'].map((name): unknown =>
        Reflect.get(Object(exported), name),
      )
      const made = [...found, exported].find(isBuilderClass)
      if (made !== undefined) return made
    } catch (error) {
      problem = error
    }
  }
  throw problem ?? new Error('node-pg-migrate of this version cannot be driven')
}

function isBuilderClass(value: unknown): value is BuilderClass {
  return typeof value === 'function' && 'getSqlSteps' in Object(value.prototype)
}

import type { Migration } from '../migration/migration.ts'

/** What stands before and after a statement that has semicolons inside. */
interface Frame {
  readonly begin: string
  readonly end: string
  /** In the place of the semicolon behind it. */
  readonly delimiter?: string
}

/** goose and sql-migrate (manuals: Annotations) cut at the semicolon that ends a line. */
const annotations: Readonly<Record<string, string>> = { goose: 'goose', 'sql-migrate': 'migrate' }

/** Statements as the migration's runner can take them apart. */
export function forRunner(statements: readonly string[], migration: Migration): readonly string[] {
  return statements.map(statement => {
    const frame = hasInnerEnd(statement) ? frameOf(statement, migration) : undefined
    if (frame === undefined) return statement
    const { begin, end, delimiter } = frame
    const framed = delimiter === undefined ? statement : `${statement.replace(/;$/, '')}${delimiter}`
    return `${begin}\n${framed}\n${end}`
  })
}

function frameOf(statement: string, { layout, dialect, up, down }: Migration): Frame | undefined {
  const tool = annotations[layout]
  if (tool !== undefined) {
    return { begin: `-- +${tool} StatementBegin`, end: `-- +${tool} StatementEnd` }
  }
  if (dialect !== 'mysql' && dialect !== 'mariadb') return undefined
  // Sqitch starts the mysql client; elsewhere the scripts tell whether it is one.
  const isClient =
    layout === 'sqitch' || [up, down].some(script => /^\s*delimiter\s/im.test(script?.source ?? ''))
  if (!isClient) return undefined
  const delimiter = ['//', '$$', ';;'].find(each => !statement.slice(0, -1).includes(each))
  return delimiter === undefined
    ? undefined
    : { begin: `DELIMITER ${delimiter}`, end: 'DELIMITER ;', delimiter }
}

/** A comment is none. */
function hasInnerEnd(statement: string): boolean {
  return !statement.startsWith('--') && statement.slice(0, -1).includes(';')
}

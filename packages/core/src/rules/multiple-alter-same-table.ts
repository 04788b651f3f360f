import type { Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { Statement } from '../migration/migration.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import type { Problem } from './finding.ts'
import { isEmptiedFirst } from './rows/emptied-first.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const multipleAlterSameTable: Rule = {
  id: 'multiple-alter-same-table',
  category: 'locking',
  severity: 'warning',
  title: 'Several statements write the same table again, each all of it.',
  why: `Each one copies every row and builds every index anew. One ALTER TABLE with all the changes does that once.`,
  instead: 'Write the changes as clauses of one ALTER TABLE.',
  sources: [
    'PostgreSQL manual, ALTER TABLE, Notes: combined into a single pass over the table',
    'MySQL 8.0 manual, ALTER TABLE Statement: multiple clauses in one statement',
  ],
  examples: {
    flagged: [
      {
        title: 'two copies',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int, points int)',
        up: 'ALTER TABLE users MODIFY visits bigint; ALTER TABLE users MODIFY points bigint',
        instead: ['ALTER TABLE users MODIFY visits bigint, MODIFY points bigint'],
      },
      {
        title: 'PostgreSQL',
        given: 'CREATE TABLE users (id bigint, visits int, points int)',
        up: 'ALTER TABLE users ALTER visits TYPE bigint; ALTER TABLE users ALTER points TYPE bigint',
        instead: ['ALTER TABLE users ALTER visits TYPE bigint, ALTER points TYPE bigint'],
      },
    ],
    allowed: [
      {
        title: 'one column twice, which cannot be one statement',
        given: "CREATE TYPE state AS ENUM ('new'); CREATE TABLE jobs (id int, state text)",
        up: `ALTER TABLE jobs ALTER state TYPE int USING 0;
ALTER TABLE jobs ALTER state TYPE state USING 'new';`,
      },
      {
        title: 'a collation of its own, which CONVERT TO in the same statement would pass over',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, name varchar(50)) CHARSET utf8',
        up: `ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_bin;`,
      },
      {
        title: 'a table that has no row left',
        given: 'CREATE TABLE users (id bigint, visits int, points int)',
        up: 'TRUNCATE users; ALTER TABLE users ALTER visits TYPE bigint; ALTER TABLE users ALTER points TYPE bigint',
      },
      {
        title: 'one statement',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int, points int)',
        up: 'ALTER TABLE users MODIFY visits bigint, MODIFY points bigint',
      },
      {
        title: 'changes that write nothing again',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int',
      },
    ],
  },

  checkMigration({ replayed, traits }: MigrationContext) {
    const rewritten = new Map<string, Statement[]>()
    const changed = new Set<string>()
    const converted = new Set<string>()
    for (const [statement, steps] of byStatement(replayed.up.steps)) {
      const columns = steps.flatMap(columnOf)
      // A column cannot change its type twice in one statement, and CONVERT TO is for all of them, whatever another clause
      // says of one (measured: MariaDB 10.11).
      const isConverted = steps.some(step => setsCharset(step) && converted.has(tableKey(step)))
      const canJoin = !columns.some(column => changed.has(column)) && !isConverted
      for (const column of columns) changed.add(column)
      for (const step of steps.filter(({ operation }) => operation.kind === 'convert-charset'))
        converted.add(tableKey(step))
      for (const table of canJoin ? rewrittenBy(steps, replayed.up, traits) : []) {
        rewritten.set(table, [...(rewritten.get(table) ?? []), statement])
      }
    }
    return [...rewritten].flatMap(([table, statements]): readonly Problem[] => {
      const second = statements[1]
      if (second === undefined) return []
      return [
        {
          message: `${statements.length} statements write all of ${table} again${onLines(statements)}: one ALTER TABLE with their changes does it once.`,
          objects: [table],
          ...(statements.some(({ reading }) => reading === 'recorded') && {
            instead:
              'Write the changes as clauses of one ALTER TABLE: in raw SQL where the builder sends a statement for each.',
          }),
          // The table, not the statement: what is wrong with that alone is said beside it.
          at: { location: second.location },
        },
      ]
    })
  },
}

/** Where they are, of few. */
function onLines(statements: readonly Statement[]): string {
  const lines = [...new Set(statements.map(({ location }) => location.line))]
  return lines.length < 2 || lines.length > 6 ? '' : ` (lines ${listWords(lines.map(String))})`
}

function tableKey({ operation, before }: Step): string {
  return 'table' in operation && operation.table !== undefined
    ? before.semantics.objectKey(operation.table)
    : ''
}

function setsCharset({ operation }: Step): boolean {
  if (operation.kind !== 'change-column') return false
  const { charset, collation, binaryCollation } = operation.to.type ?? {}
  return (charset ?? collation ?? binaryCollation) !== undefined
}

function byStatement(steps: readonly Step[]): ReadonlyMap<Statement, readonly Step[]> {
  const groups = new Map<Statement, Step[]>()
  for (const step of steps.filter(({ operation }) => changesTable(operation.kind))) {
    const group = groups.get(step.statement)
    if (group === undefined) groups.set(step.statement, [step])
    else group.push(step)
  }
  return groups
}

function columnOf({ operation, before: { semantics } }: Step): readonly string[] {
  if (operation.kind !== 'change-column' && operation.kind !== 'change-column-type') return []
  return [`${semantics.objectKey(operation.table)}.${semantics.columnKey(operation.column)}`]
}

/** What can be a clause of ALTER TABLE. */
function changesTable(kind: string): boolean {
  return [
    'add-column',
    'drop-column',
    'change-column',
    'change-column-type',
    'set-not-null',
    'drop-not-null',
    'add-constraint',
    'drop-constraint',
    'convert-charset',
    'set-table-option',
  ].includes(kind)
}

function rewrittenBy(
  steps: readonly Step[],
  script: ReplayedScript,
  traits: MigrationContext['traits'],
): readonly string[] {
  const [first] = steps
  if (first === undefined || traits.altersByRebuild === true) return []
  const { before, newTables } = first
  const together: readonly Effect[] =
    traits.combinedEffects?.(
      steps.map(({ operation }) => operation),
      before,
    ) ?? steps.flatMap(step => effectsOfStep(step, traits))
  const tables = together.filter(effect => effect.rewrite === true).map(effect => effect.table)
  return [...new Set(tables)].filter(
    table => !newTables.has(before.semantics.objectKey(table)) && !isEmptiedFirst(table, first, script),
  )
}

import type { Statement } from '../migration/migration.ts'
import type { ReplayedMigration } from '../schema/replay.ts'
import type { Problem } from './finding.ts'
import type { DeployContext, Rule } from './rule.ts'

export const tooManyRowVersions: Rule = {
  id: 'too-many-row-versions',
  category: 'locking',
  severity: 'warning',
  title: 'The table has been changed instantly as often as the server allows.',
  why: `Each ALTER TABLE that adds or drops columns instantly leaves a row version behind until the table is written again. At
the limit the next one is no longer instant: the whole table is written, and with ALGORITHM=INSTANT the statement fails
with error 4092.`,
  instead: `Write the table again at a quiet time before, with OPTIMIZE TABLE or ALTER TABLE … FORCE, which begins the count
anew. Several columns in one ALTER TABLE count once. INFORMATION_SCHEMA.INNODB_TABLES.TOTAL_ROW_VERSIONS has the number.`,
  sources: [
    'MySQL 8.0 manual, Online DDL Operations, Column Operations (64 row versions)',
    'MySQL 9.1 release notes (255 row versions)',
  ],
  // What the server counts, where that is known: { "users": 60 }; for the others the migrations are counted.
  defaultOptions: { rowVersions: {} },
  examples: {
    flagged: [
      {
        title: 'one more than the limit',
        dialect: 'mysql',
        dbVersion: '8.0.36',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN plan int',
        options: { rowVersions: { users: 64 } },
        instead: 'OPTIMIZE TABLE users',
      },
    ],
    allowed: [
      {
        title: 'several columns in one statement',
        dialect: 'mysql',
        dbVersion: '8.0.36',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN plan int, ADD COLUMN team int',
        options: { rowVersions: { users: 63 } },
      },
      {
        title: 'a server that allows more',
        dialect: 'mysql',
        dbVersion: '9.4.0',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN plan int',
        options: { rowVersions: { users: 64 } },
      },
    ],
  },

  checkDeploy({ applied, migrations, traits, options }) {
    const limit = traits.rowVersions
    if (limit === undefined) return undefined
    const counts = new Map<string, number>()
    for (const one of applied) countVersions(one, traits, counts, limit)
    for (const [table, count] of Object.entries(options.rowVersions ?? {})) {
      if (typeof count === 'number') counts.set(table, count)
    }
    return migrations.flatMap(({ replayed }) =>
      countVersions(replayed, traits, counts, limit).flatMap(
        ({ table, count, statement }): readonly Problem[] =>
          count > limit
            ? [
                {
                  message: `${table} has ${limit} row versions before this statement, and no more fit: it writes the whole table again.`,
                  objects: [table],
                  at: {
                    file: replayed.up.script.file,
                    location: statement.location,
                    statement: statement.text,
                  },
                },
              ]
            : [],
      ),
    )
  },
}

interface Version {
  readonly table: string
  readonly count: number
  readonly statement: Statement
}

/** Goes on with the counts, and gives each version that the script adds. */
function countVersions(
  { up }: ReplayedMigration,
  traits: DeployContext['traits'],
  counts: Map<string, number>,
  limit: number,
): readonly Version[] {
  const versions: Version[] = []
  const counted = new Set<Statement>()
  for (const { operation, statement, before } of up.steps) {
    if (!('table' in operation) || operation.table === undefined) continue
    const key = before.semantics.objectKey(operation.table)
    if (operation.kind === 'create-table' || operation.kind === 'truncate-table') counts.set(key, 0)
    if (operation.kind === 'rename-table')
      counts.set(before.semantics.objectKey(operation.to), counts.get(key) ?? 0)
    const effects = traits.effectsOf(operation, before)
    if (effects.some(({ rewrite, table }) => rewrite === true && before.semantics.objectKey(table) === key)) {
      counts.set(key, 0)
    }
    const isInstant = effects.some(({ algorithm }) => algorithm === 'INSTANT')
    if ((operation.kind !== 'add-column' && operation.kind !== 'drop-column') || !isInstant) continue
    if (operation.kind === 'add-column' && operation.column.generated?.storage === 'virtual') continue
    if (counted.has(statement)) continue
    counted.add(statement)
    const count = (counts.get(key) ?? 0) + 1
    // The one beyond the limit writes the table again.
    counts.set(key, count > limit ? 0 : count)
    versions.push({ table: operation.table, count, statement })
  }
  return versions
}

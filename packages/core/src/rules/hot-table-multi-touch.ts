import type { Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { Step } from '../schema/replay.ts'
import { operationTable } from './names/operation-table.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const hotTableMultiTouch: Rule = {
  id: 'hot-table-multi-touch',
  category: 'locking',
  severity: 'info',
  title: 'Several pending migrations hold up the same table.',
  why: `Each waits for its lock behind every long query anew, and everybody waits behind it; two that write the whole table
again do the work of one twice.`,
  instead: 'Put the changes of one table into one ALTER TABLE, or deploy them on different days.',
  sources: [
    'PostgreSQL manual, Explicit Locking; ALTER TABLE, Notes',
    'MySQL 8.4 manual, Online DDL Performance and Concurrency',
  ],
  // How many may take a strong lock for a moment each; 0: no limit.
  defaultOptions: { migrations: 0 },
  examples: {
    flagged: [
      {
        title: 'written again twice',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int)',
        after: { up: 'ALTER TABLE users MODIFY a bigint' },
        up: 'ALTER TABLE users MODIFY b bigint',
        instead: ['ALTER TABLE users MODIFY a bigint, MODIFY b bigint'],
      },
      {
        title: 'locked again and again',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        after: { up: 'ALTER TABLE users ADD COLUMN a int' },
        up: 'ALTER TABLE users ADD COLUMN b int',
        options: { migrations: 1 },
        instead: ['ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int'],
      },
    ],
    allowed: [
      {
        title: 'once',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int)',
        after: { up: 'ALTER TABLE users ADD COLUMN c int' },
        up: 'ALTER TABLE users MODIFY b bigint',
      },
      {
        title: 'two indexes, each of which reads the table for itself',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int)',
        after: { up: 'CREATE INDEX users_a ON users (a)' },
        up: 'CREATE INDEX users_b ON users (b)',
      },
      {
        title: 'a table that is new in this deploy',
        dialect: 'mysql',
        after: { up: 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int)' },
        up: 'ALTER TABLE users MODIFY a bigint',
      },
    ],
  },

  checkDeploy({ migrations, options }) {
    const touched = new Map<string, Touch[]>()
    const start = migrations[0]?.replayed.up.before
    for (const context of migrations) {
      for (const touch of touches(context)) {
        const isInUse = start?.tables.has(start.semantics.objectKey(touch.table)) === true
        if (isInUse) touched.set(touch.table, [...(touched.get(touch.table) ?? []), touch])
      }
    }
    return [...touched].flatMap(([table, all]) => {
      const heavy = all.filter(({ isHeavy }) => isHeavy)
      const said = heavy.length > 1 ? heavy : all
      const last = said.at(-1)
      const most = Number(options.migrations)
      if (last === undefined || (said === all && (most === 0 || all.length <= most))) return []
      const names = listWords(
        said.map(({ migration }) => migration.name),
        4,
      )
      return [
        {
          message:
            said === heavy
              ? `${said.length} pending migrations write every row of ${table} again, and block it each time: ${names}.`
              : `${table} is locked anew by ${said.length} pending migrations: ${names}.`,
          ...(said === heavy && { instead: writtenOnce(table) }),
          objects: [table],
          at: { file: last.migration.up.file, location: last.step.statement.location },
        },
      ]
    })
  },
}

/** What each of them does is told on its statement. */
function writtenOnce(table: string): string {
  return `Where no database has these migrations yet and no statement between them needs the change, one ALTER TABLE with what is left of them in the end writes ${table} once. Otherwise deploy them at times of their own.`
}

interface Touch {
  readonly table: string
  readonly migration: MigrationContext['migration']
  readonly step: Step
  readonly isHeavy: boolean
}

/** One for each table that the migration holds up, with its heaviest statement. */
function touches({ migration, replayed, traits }: MigrationContext): readonly Touch[] {
  // One writer at a time, whatever is written.
  if (traits.embedded === true) return []
  const found = new Map<string, Touch>()
  for (const step of replayed.up.steps) {
    const { operation, before, newTables } = step
    for (const effect of effectsOfStep(step, traits)) {
      // The parent of a new foreign key is a matter of the child's migration.
      if (effect.table !== operationTable(operation, before)) continue
      if (!holdsUp(effect) || newTables.has(before.semantics.objectKey(effect.table))) continue
      // A scan is not spared: two indexes in one migration read the table twice as well.
      const isHeavy = effect.rewrite === true
      if (found.get(effect.table)?.isHeavy !== true || isHeavy)
        found.set(effect.table, { table: effect.table, migration, step, isHeavy })
    }
  }
  return [...found.values()]
}

function holdsUp({ blocksReads, blocksWrites }: Effect): boolean {
  return blocksReads === true || blocksWrites === true
}

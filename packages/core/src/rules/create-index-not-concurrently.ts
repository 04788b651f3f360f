import type { DialectTraits } from '../dialects/dialect.ts'
import type { Index } from '../operations/column.ts'
import type { StepOf } from '../schema/find-steps.ts'
import { indexOfThatName } from '../schema/index-of-that-name.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { behindDeduplication } from './advice/behind-deduplication.ts'
import { leaveIndexOut } from './advice/leave-index-out.ts'
import { lockHeldOn } from './deploy/held-lock.ts'
import { droppedForIt, madeByDeploy } from './deploy/index-in-deploy.ts'
import { inPlace, nameAtEnd, placeWithFile } from './deploy/later-in-deploy.ts'
import { keysOnSame, plainColumns } from './keys/plain-keys.ts'
import { deduplicatedFirst } from './rows/deduplicated-first.ts'
import type { OperationContext, Rule } from './rule.ts'

export const createIndexNotConcurrently: Rule = {
  id: 'create-index-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'Building an index without CONCURRENTLY stops all writes to the table.',
  why: `CREATE INDEX holds a SHARE lock until the index is built: reads go on, every INSERT, UPDATE and DELETE waits.
On a large table that is minutes.`,
  instead: `Use CREATE INDEX CONCURRENTLY in a migration of its own that runs outside a transaction. If a build fails,
drop the invalid index that it leaves before the next try.`,
  sources: [
    'PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently',
    'measured: PostgreSQL 12 to 18',
  ],
  examples: {
    flagged: [
      {
        title: 'a table with a history',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX users_email ON users (email)',
      },
      {
        title: 'in a transaction that keeps everybody from the table already',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text; CREATE INDEX users_email ON users (email)',
        instead: [
          'ALTER TABLE users ADD COLUMN email text',
          { up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
        ],
      },
      {
        title: 'a unique one, where the script deletes the duplicates first',
        given: 'CREATE TABLE users (id int, email text)',
        up: `DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id;
CREATE UNIQUE INDEX users_email ON users (email);`,
        instead: [
          'DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id',
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
        ],
      },
      {
        title: 'behind another migration, whose lock the one transaction of all of them still holds',
        given: 'CREATE TABLE users (id int, email text)',
        after: { up: 'ALTER TABLE users ADD COLUMN plan text', transaction: 'batch' },
        up: 'CREATE INDEX users_email ON users (email)',
        transaction: 'batch',
        instead: [{ up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' }],
      },
      {
        title: 'in the place of one of the same name',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'DROP INDEX users_email; CREATE INDEX users_email ON users (lower(email))',
        instead: [
          { up: 'CREATE INDEX CONCURRENTLY users_email_new ON users (lower(email))', transaction: 'none' },
          { up: 'DROP INDEX CONCURRENTLY users_email', transaction: 'none' },
          'ALTER INDEX users_email_new RENAME TO users_email',
        ],
      },
      {
        title: 'an index that the deploy drops again',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX users_email ON users (email); DROP INDEX users_email',
        instead: { noSql: 'both statements are left out' },
      },
      {
        title: 'an index whose column a later statement of the deploy drops',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX users_email ON users (email); ALTER TABLE users DROP COLUMN email',
        instead: ['ALTER TABLE users DROP COLUMN email'],
      },
      {
        title: 'a second index on the same column',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX by_email ON users (email)',
        up: 'CREATE INDEX users_email ON users (email)',
        instead: { noSql: 'the index is left out' },
      },
      {
        title: 'IF NOT EXISTS, which with CONCURRENTLY would take a broken index for a good one',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX IF NOT EXISTS users_email ON users (email)',
      },
      {
        title: 'a partitioned table, where CONCURRENTLY is not possible',
        given: 'CREATE TABLE events (id int, at date) PARTITION BY RANGE (at)',
        up: 'CREATE INDEX events_at ON events (at)',
        instead: ['CREATE INDEX events_at ON ONLY events (at)'],
      },
      {
        title: 'a partitioned table, with CONCURRENTLY',
        given: 'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at)',
        up: 'CREATE INDEX CONCURRENTLY events_at ON events (at)',
        transaction: 'none',
        instead: ['CREATE INDEX events_at ON ONLY events (at)'],
      },
    ],
    allowed: [
      {
        title: 'a table that can hold one row only',
        given: `CREATE TABLE settings (id boolean NOT NULL DEFAULT true UNIQUE, plan text);
ALTER TABLE settings ADD CONSTRAINT one_row CHECK (id);`,
        up: 'CREATE INDEX settings_plan ON settings (plan)',
      },
      {
        title: 'CONCURRENTLY',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
      },
      {
        title: 'MySQL builds it while writes go on',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'CREATE INDEX users_email ON users (email)',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index, concurrently, only, ifNotExists }, context) {
      const { before, traits, effects, statement, tableBefore } = context
      // It does nothing: misleading-if-not-exists tells where that is no good.
      if (ifNotExists && indexOfThatName(index, before) !== undefined) return undefined
      const isPartitioned = tableBefore(index.table)?.options['partition by'] !== undefined
      if (concurrently && isPartitioned) {
        return {
          message: `The statement fails: CONCURRENTLY is not possible on ${index.table}, which is partitioned.`,
          instead: `Create the index ON ONLY ${index.table}, build one on each partition with CONCURRENTLY, and attach them with ALTER INDEX … ATTACH PARTITION.`,
          severity: 'error',
          objects: [index.table],
        }
      }
      if (!traits.concurrentIndexes || concurrently || only) return undefined
      if (!effects.some(effect => effect.blocksWrites === true)) return undefined
      const held = lockHeldOn(index.table, context)
      const made = index.name ?? 'the index'
      const problem = {
        message:
          held === undefined
            ? `No row of ${index.table} can be written while ${made} is built.`
            : `Nobody can read or write ${index.table} while ${made} is built: the lock of ${held} is still held.`,
        objects: [index.table],
      }
      if (isPartitioned) {
        return {
          ...problem,
          instead: `Create the index ON ONLY ${index.table}, build one on each partition with CONCURRENTLY, and attach them with ALTER INDEX … ATTACH PARTITION.`,
        }
      }
      const leftOut = leaveIndexOut(index, context) ?? servedAlready(index, context)
      if (leftOut !== undefined) return { ...problem, instead: leftOut }
      const namesake = droppedForIt(index, context)
      if (namesake !== undefined)
        return {
          ...problem,
          instead: insteadOfOwn(namesake, context) ?? insteadOfNamesake(made, traits),
        }
      const sql = statement.text
        .replace(/^(\s*create\s+(?:unique\s+)?index)\b/i, '$1 CONCURRENTLY')
        // It would take what a failed build has left for the index.
        .replace(/\bCONCURRENTLY\s+if\s+not\s+exists\b/i, 'CONCURRENTLY')
      if (sql === statement.text) return problem
      const deduplication = index.unique ? deduplicated(index, context) : undefined
      return {
        ...problem,
        ...(deduplication !== undefined && {
          instead: `${createIndexNotConcurrently.instead}${behindDeduplication(deduplication)}`,
        }),
        suggestion: {
          title: 'Build it while writes go on, outside a transaction',
          sql,
          outsideTransaction: true,
        },
      }
    },
  },
}

/** By the columns and expressions of the index. */
function deduplicated({ table, parts, where }: Index, context: OperationContext): Step | undefined {
  const columns = parts.flatMap(({ column, expression }) => column ?? expression ?? [])
  return deduplicatedFirst(table, { columns, where }, context)
}

/** The one that is there has to stay: to build the new one before the old one goes is the right order. */
function servedAlready(index: Index, context: OperationContext): string | undefined {
  const { before, atEnd, tableBefore } = context
  const table = tableBefore(index.table)
  const columns = plainColumns(index)
  const end = findTable(atEnd, nameAtEnd(index.table, context) ?? index.table)
  if (table === undefined || end === undefined || columns === undefined || index.unique) return undefined
  const same = keysOnSame(table, columns, before)
  const staying = keysOnSame(end, columns, atEnd)
  const known = same.find(({ name }) => staying.some(each => each.name === name && name !== index.name))
  return known && `Leave it out: ${known.name} is on the same ${columns.length === 1 ? 'column' : 'columns'}.`
}

/** No release has had the one that makes place for it. */
function insteadOfOwn(drop: StepOf<'drop-index'>, context: OperationContext): string | undefined {
  const made = madeByDeploy({ step: drop, operation: drop.operation }, context)
  return (
    made &&
    `Leave out the old one, which no release has had, with the CREATE INDEX in ${placeWithFile(made, context)} and the DROP INDEX in ${inPlace(drop, context)}, unless the deploy itself needs it in between; and build this one with CREATE INDEX CONCURRENTLY in a migration of its own, outside a transaction.`
  )
}

/** Two of one name are never there together. */
function insteadOfNamesake(name: string, traits: DialectTraits): string {
  const old = traits.quote(name)
  const made = traits.quote(`${name.slice(0, 63 - '_new'.length)}_new`)
  return `Build it first as ${made} with CREATE INDEX CONCURRENTLY; then DROP INDEX CONCURRENTLY ${old}, and ALTER INDEX ${made} RENAME TO ${old}: each in a migration of its own, outside a transaction. So there is always one of the two.`
}

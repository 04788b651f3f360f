import type { OperationOf } from '../operations/operation.ts'
import type { Problem } from './finding.ts'
import { mappedByUsing, movedAway } from './rows/moved-away.ts'
import type { OperationContext, Rule } from './rule.ts'
import { rewrites, waiting } from './scripts/blocked-table.ts'
import { withoutStrictMode } from './scripts/without-strict-mode.ts'
import { appendedMembers } from './types/appended-members.ts'
import {
  addedValues,
  enumTypeChange,
  inlineValuesChange,
  quotedValues,
  removedValues,
  type ValuesChange,
} from './types/enum-change.ts'
import { couldNotCompare } from './types/unknown-members.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const enumValuesRemoved: Rule = {
  id: 'enum-values-removed',
  category: 'data-loss',
  severity: 'error',
  title: 'An ENUM loses members that rows may still hold.',
  why: `In MySQL and MariaDB a row that holds a removed member stops the statement with error 1265 in strict mode,
and becomes the empty string without it; giving the member back later does not bring the rows back. The whole table
is copied and cannot be written meanwhile. In PostgreSQL the rebuild of the type fails at the first such row.`,
  instead: `Keep the old members and append the new ones. Move the rows to the new members and deploy code that
writes only those. Check that no row holds an old member, and take the old ones out in a later release. In PostgreSQL leave them in the
type, unused.`,
  sources: [
    'measured: MariaDB 10.11, strict and non-strict',
    'MySQL 8.0 manual, The ENUM Type; Online DDL Operations',
  ],
  examples: {
    flagged: [
      {
        title: 'a member that is missing from the new list',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid', 'lost') NOT NULL DEFAULT 'new')",
        up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid') NOT NULL DEFAULT 'new'",
      },
      {
        title: 'the list before is not known',
        dialect: 'mysql',
        up: "ALTER TABLE orders MODIFY COLUMN status ENUM('new', 'paid')",
        instead: { noSql: 'which members to keep is in SHOW CREATE TABLE, not in the migrations' },
      },
      {
        title: 'the rows are moved first: what is left is code that still writes the member',
        dialect: 'mariadb',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid', 'lost'))",
        up: `UPDATE orders SET status = 'new' WHERE status = 'lost';
ALTER TABLE orders MODIFY status ENUM('new', 'paid');`,
      },
      {
        title: 'the new type first, as Prisma writes it',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE people (id int, mood mood)",
        up: `CREATE TYPE mood_new AS ENUM ('glad', 'happy');
ALTER TABLE people ALTER COLUMN mood TYPE mood_new USING (mood::text::mood_new);
ALTER TYPE mood RENAME TO mood_old;
ALTER TYPE mood_new RENAME TO mood;
DROP TYPE mood_old;`,
        instead: ["ALTER TYPE mood ADD VALUE 'glad'"],
      },
      {
        title: 'USING maps the member: what is left is code that still writes it',
        given: "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE moods (mood mood)",
        up: `CREATE TYPE mood_new AS ENUM ('sad', 'happy');
ALTER TABLE moods ALTER COLUMN mood TYPE mood_new
  USING (CASE mood WHEN 'ok' THEN 'happy'::mood_new ELSE mood::text::mood_new END);`,
        instead: { noSql: 'the code that writes the member goes out a release before' },
      },
      {
        title: 'a PostgreSQL type built anew without a member',
        given: "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE people (id int, mood mood)",
        up: `ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;`,
        instead: {
          noSql:
            'leave the member in the type, unused: PostgreSQL has no way to take it out that does not fail on a row',
        },
      },
    ],
    allowed: [
      {
        title: 'a PostgreSQL type built anew with one member more',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE people (id int, mood mood)",
        up: `CREATE TYPE mood_new AS ENUM ('sad', 'ok', 'happy');
ALTER TABLE people ALTER COLUMN mood TYPE mood_new USING mood::text::mood_new;
ALTER TYPE mood RENAME TO mood_old;
ALTER TYPE mood_new RENAME TO mood;
DROP TYPE mood_old;`,
      },
      {
        title: 'a member appended',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status ENUM('new', 'paid'))",
        up: "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'lost')",
      },
      {
        title: 'a value added to a PostgreSQL type',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        up: "ALTER TYPE mood ADD VALUE 'ok'",
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const change = inlineValuesChange('enum', operation, context)
      if (change === undefined) return undefined
      if (change.from === undefined) return couldNotCompare(change)
      const removed = removedValues(change)
      if (removed.length === 0) return undefined
      const problem = movedAway(operation.table, operation.column, removed, context)
        ? rowsWereMoved(change, removed)
        : membersLost(change, removed, context)
      return { ...problem, suggestion: appendedMembers(operation, change, context) }
    },
    'change-column-type'(operation, context) {
      const change = enumTypeChange(operation, context)
      const removed = change === undefined ? [] : removedValues(change)
      if (change === undefined || removed.length === 0) return undefined
      const how = howMoved(operation, removed, context)
      if (how !== undefined) {
        const moved = rowsWereMoved(change, removed, how)
        // No other finding says so of a statement that takes values out.
        const isWritten = rewrites(context.effects)
        return {
          ...moved,
          ...(isWritten && {
            message: `${moved.message} Every row of ${operation.table} is written again, and ${waiting(context.effects)} get through meanwhile.`,
          }),
          instead: typeKept(operation.type.name, change, context),
        }
      }
      return {
        message: `${nameOf(change)} loses ${members(removed)}: the statement fails at the first row that holds ${
          removed.length === 1 ? 'it' : 'one of them'
        }.`,
        objects: [nameOf(change)],
      }
    },
  },
}

function membersLost(change: ValuesChange, removed: readonly string[], context: OperationContext): Problem {
  return {
    message: `${nameOf(change)} loses ${members(removed)}: rows that hold ${
      removed.length === 1 ? 'it' : 'one of them'
    } ${withoutStrictMode("become ''", context, 'stop')}.`,
    objects: [nameOf(change)],
  }
}

function rowsWereMoved(
  change: ValuesChange,
  removed: readonly string[],
  how = 'An earlier UPDATE moves the rows',
): Problem {
  return {
    message: `${nameOf(change)} loses ${members(removed)}. ${how}; code that still writes ${
      removed.length === 1 ? 'it' : 'them'
    } fails.`,
    severity: 'warning',
    objects: [nameOf(change)],
  }
}

/** What takes the rows off the members that go. */
function howMoved(
  { table, column, using }: OperationOf<'change-column-type'>,
  removed: readonly string[],
  context: OperationContext,
): string | undefined {
  if (movedAway(table, column, removed, context)) return 'An earlier UPDATE moves the rows'
  return mappedByUsing(using, removed) ? 'USING gives the rows other members' : undefined
}

/** ALTER TYPE has no way to take a member out, and needs none. */
function typeKept(type: string, change: ValuesChange, { traits }: OperationContext): string {
  const added = quotedValues(addedValues(change))
  const adding = added.map(value => `ALTER TYPE ${sqlName(type, traits)} ADD VALUE ${value};`).join(' ')
  const appended = added.length === 0 ? '' : ` What is new goes in without a rebuild: ${adding}`
  return `Deploy code that writes only the members that stay first, and build the type anew in a later release, when the rows that the old code wrote meanwhile are moved too. Or leave the old members in the type, unused.${appended}`
}

function members(removed: readonly string[]): string {
  return `the member${removed.length === 1 ? '' : 's'} ${listWords(quotedValues(removed))}`
}

function nameOf({ table, column }: ValuesChange): string {
  return `${table}.${column}`
}

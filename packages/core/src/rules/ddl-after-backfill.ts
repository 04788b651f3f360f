import { findTable } from '../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { inPlace, laterInDeploy, nameAtEnd } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { noConstantDefault } from './rows/constant-default.ts'
import { isFilledInside } from './rows/filled-inside.ts'
import { neverNull } from './rows/never-null.ts'
import type { Rule } from './rule.ts'

const withoutDefault =
  'Deploy the column and the code that writes it, fill the old rows, and set NOT NULL in a later deploy.'

export const ddlAfterBackfill: Rule = {
  id: 'ddl-after-backfill',
  category: 'order',
  severity: 'warning',
  title: 'A column is filled and made NOT NULL in one deploy.',
  why: `Code of the old release goes on while the deploy runs and does not know the column: a row that it writes between the
two migrations has NULL and stops the second, and behind it all its INSERTs fail.`,
  instead: `Deploy the column and the code that writes it, fill the old rows, and set NOT NULL in a later deploy. Or give
the column a DEFAULT.`,
  sources: [
    'PostgreSQL manual, ALTER TABLE, SET NOT NULL',
    'measured: PostgreSQL 15 (23502), MariaDB 10.11 (1138, 1364)',
  ],
  examples: {
    flagged: [
      {
        title: 'in two migrations',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        after: {
          up: "ALTER TABLE users ADD COLUMN plan text; UPDATE users SET plan = 'free'",
          transaction: 'none',
        },
        up: 'ALTER TABLE users ALTER COLUMN plan SET NOT NULL',
        instead: ["ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free'"],
      },
      {
        title: 'in one',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: `ALTER TABLE users ADD COLUMN plan varchar(20);
UPDATE users SET plan = 'free';
ALTER TABLE users MODIFY plan varchar(20) NOT NULL;`,
        instead: ["ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL DEFAULT 'free'"],
      },
    ],
    allowed: [
      {
        title: 'a column that has been there',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan text)',
        after: { up: "UPDATE users SET plan = 'free' WHERE plan IS NULL" },
        up: 'ALTER TABLE users ALTER COLUMN plan SET NOT NULL',
      },
      {
        title: 'a DEFAULT, which the INSERTs of the old release take',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        after: { up: 'ALTER TABLE users ADD COLUMN plan text' },
        up: "UPDATE users SET plan = 'old'; ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free', ALTER COLUMN plan SET NOT NULL",
      },
      {
        title: 'NOT NULL from the start, and dropped for a change of the type alone',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        after: { up: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT ''" },
        up: `UPDATE users SET plan = 'free';
ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;
ALTER TABLE users ALTER COLUMN plan DROP NOT NULL;
ALTER TABLE users ALTER COLUMN plan TYPE varchar(20);
ALTER TABLE users ALTER COLUMN plan SET NOT NULL;`,
      },
      {
        title: 'a table that has another name when the deploy is over: rename-table tells what fails',
        given: 'CREATE TABLE bans (id bigint PRIMARY KEY)',
        up: `ALTER TABLE bans ADD COLUMN site int; UPDATE bans SET site = id;
ALTER TABLE bans ALTER COLUMN site SET NOT NULL; ALTER TABLE bans RENAME TO blocks;`,
      },
      {
        title: 'a CHECK that nothing broke first',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        after: {
          up: `ALTER TABLE users ADD COLUMN plan text; UPDATE users SET plan = 'free';
ALTER TABLE users ADD CONSTRAINT plan_known CHECK (plan IS NOT NULL) NOT VALID`,
        },
        up: 'ALTER TABLE users VALIDATE CONSTRAINT plan_known; ALTER TABLE users ALTER COLUMN plan SET NOT NULL',
      },
      {
        title: 'rows that a trigger writes, which knows the column by then',
        given: 'CREATE TABLE posts (id bigint PRIMARY KEY); CREATE TABLE totals (post_id bigint)',
        up: `ALTER TABLE totals ADD COLUMN votes int;
CREATE OR REPLACE FUNCTION count_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO totals (post_id, votes) VALUES (NEW.id, 0); RETURN NEW; END $$;
UPDATE totals SET votes = 0;
ALTER TABLE totals ALTER COLUMN votes SET NOT NULL;`,
      },
      {
        title: 'a trigger fills it in every row that is inserted',
        given: 'CREATE TABLE posts (id bigint PRIMARY KEY, blog int); CREATE TABLE blogs (id int, owner int)',
        up: `CREATE FUNCTION set_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.owner = (SELECT owner FROM blogs WHERE blogs.id = NEW.blog); RETURN NEW; END $$;
ALTER TABLE posts ADD COLUMN owner int;
UPDATE posts SET owner = (SELECT owner FROM blogs WHERE blogs.id = blog);
ALTER TABLE posts ALTER COLUMN owner SET NOT NULL;
CREATE TRIGGER set_owner BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION set_owner();`,
      },
      {
        title: 'a new table',
        up: "CREATE TABLE plans (id bigint); ALTER TABLE plans ADD COLUMN name text; UPDATE plans SET name = ''; ALTER TABLE plans ALTER COLUMN name SET NOT NULL",
      },
    ],
  },

  checkDeploy({ migrations, traits }) {
    const scripts = migrations.map(({ replayed }) => replayed)
    const start = scripts[0]?.up.before
    if (start === undefined) return []
    const deploySteps = scripts.flatMap(({ up }) => up.steps)
    return scripts.flatMap((replayed, index) =>
      replayed.up.steps.flatMap((step): readonly Problem[] => {
        const made = becomesRequired(step)
        if (made === undefined) return []
        const { table, column } = made
        if (neverNull(table, column, { replayedScript: replayed.up, step })) return []
        const end = replayed.up.after
        // Added in this deploy to a table that was there before: what the old release does not know.
        const isKnown = findTable(start, table)?.complete === true
        if (!isKnown || columnIn(start, table, column) !== undefined) return []
        const known = columnIn(end, table, column)
        if (
          known === undefined ||
          known.nullable ||
          known.default !== undefined ||
          known.generated !== undefined
        )
          return []
        // By another name, or not there any more, it is none that the running release writes to, now or in a later deploy.
        const place = { deploySteps, step, direction: 'up', replayedScript: replayed.up } as const
        if (nameAtEnd(table, place) !== table) return []
        // The long way, with a CHECK first, is taken over several deploys.
        if (isGuarded(step, table, column) || isFilledInside(end, table, column)) return []
        const filled = filling(scripts.slice(0, index + 1), step, table, column)
        if (filled === undefined) return []
        const ended = endOfNotNull(table, column, place)
        const needsCode =
          noConstantDefault(known.type, traits) !== undefined || !isOneConstant(filled, column)
        return [
          {
            message: `${table}.${column} is added, filled and made NOT NULL in one deploy: INSERTs of the running release, which do not name it, fail ${ended === undefined ? 'from here on' : `until ${ended.by} ${ended.of === 'column' ? 'drops it' : 'takes NOT NULL away'} again`}.`,
            ...(ended !== undefined
              ? {
                  instead: `Leave NOT NULL out, unless the deploy itself needs it: ${ended.by} ${ended.of === 'column' ? 'drops the column' : 'takes it away'}.`,
                }
              : needsCode && { instead: withoutDefault }),
            objects: [`${table}.${column}`],
            at: {
              file: replayed.up.script.file,
              location: step.statement.location,
              statement: step.statement.text,
            },
          },
        ]
      }),
    )
  },
}

type Place = Parameters<typeof lastNameOf>[2] & Parameters<typeof inPlace>[1]

/** Where a later statement of the deploy drops the column, or lets it be NULL. */
function endOfNotNull(
  table: string,
  column: string,
  place: Place,
): { readonly by: string; readonly of: 'column' | 'not null' } | undefined {
  const gone = lastNameOf(table, column, place)?.gone
  if (gone !== undefined) return { by: inPlace(gone, place), of: 'column' }
  const freed = laterInDeploy(table, place, 'drop-not-null', 'change-column').find(
    ({ operation, before }) =>
      sameColumn(before, operation.column, column) &&
      (operation.kind === 'drop-not-null' || operation.to.nullable),
  )
  return freed && { by: inPlace(freed, place), of: 'not null' }
}

/** A value that each row gets from elsewhere is no DEFAULT, nor one that some rows get. */
function isOneConstant({ operation, before }: Step, column: string): boolean {
  if (operation.kind !== 'update-rows') return false
  const { filter, where = '' } = operation
  const isUnfilled = new RegExp(`^\\W*(?:\\w+\\W+)?${escaped(column)}\\W+is null\\W*$`, 'i').test(where)
  if (filter === 'present' && !isUnfilled) return false
  return Object.entries(operation.assignments ?? {}).some(
    ([name, text]) =>
      sameColumn(before, name, column) && /^\s*(?:'[^']*'|-?[\d.]+|true|false|\?|\$\d+)\s*$/i.test(text),
  )
}

function becomesRequired({
  operation,
  before,
}: Step): { readonly table: string; readonly column: string } | undefined {
  if (operation.kind === 'set-not-null') return operation
  if (operation.kind !== 'change-column' || operation.to.nullable) return undefined
  const old = columnIn(before, operation.table, operation.column)
  return old?.nullable === true ? { table: operation.table, column: operation.to.name } : undefined
}

function isGuarded({ before }: Step, table: string, column: string): boolean {
  const isNotNull = new RegExp(`\\b${escaped(column)}["\`]?\\s+is\\s+not\\s+null\\b`, 'i')
  return (
    findTable(before, table)?.constraints.some(
      each => each.type === 'check' && isNotNull.test(each.expression),
    ) === true
  )
}

function escaped(name: string): string {
  return name.replace(/\W/g, '\\$&')
}

/** The UPDATE, of this script or one before, that gives the column values. */
function filling(
  scripts: readonly ReplayedMigration[],
  until: Step,
  table: string,
  column: string,
): Step | undefined {
  const steps = scripts.flatMap(({ up }) => up.steps)
  return steps
    .slice(0, steps.indexOf(until))
    .find(
      ({ operation, before }) =>
        operation.kind === 'update-rows' &&
        sameObject(before, operation.table, table) &&
        operation.columns.some(each => sameColumn(before, each, column)),
    )
}

import type { DialectTraits } from '../dialects/dialect.ts'
import { describeType } from '../operations/describe-parts.ts'
import { type StepOf, stepsOf, stepsOfStatement } from '../schema/find-steps.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { waiting } from './scripts/blocked-table.ts'
import { counted, listWords } from './wording/list-words.ts'

export const alterColumnTypeScan: Rule = {
  id: 'alter-column-type-scan',
  category: 'locking',
  severity: 'warning',
  title: 'A type that writes no row again still has indexes built again, or a CHECK looked at.',
  why: `Rows that can stay as they are stored are not written. But PostgreSQL builds an index again that is kept in another
order for the new type (timestamptz, citext), or has an expression or a condition over the column, and tries every row
against a CHECK over it: nobody can read or write the table meanwhile.`,
  instead: `Where the table is large, drop those indexes before with DROP INDEX CONCURRENTLY and build them again behind it with
CREATE INDEX CONCURRENTLY. Drop a CHECK and add it again NOT VALID in the same statement, and validate it later.`,
  sources: [
    'measured: PostgreSQL 15 (pg_class.relfilenode of the indexes before and after)',
    'PostgreSQL manual, ALTER TABLE, Notes',
  ],
  examples: {
    flagged: [
      {
        title: 'timestamp to timestamptz in UTC, with an index on it',
        given: 'CREATE TABLE posts (id int, made timestamp); CREATE INDEX posts_made ON posts (made)',
        up: "SET LOCAL TimeZone = 'UTC'; ALTER TABLE posts ALTER COLUMN made TYPE timestamptz",
        instead: [
          { up: 'DROP INDEX CONCURRENTLY posts_made', transaction: 'none' },
          { up: "SET LOCAL TimeZone = 'UTC'; ALTER TABLE posts ALTER COLUMN made TYPE timestamptz" },
          { up: 'CREATE INDEX CONCURRENTLY posts_made ON posts (made)', transaction: 'none' },
        ],
      },
      {
        title: 'a longer varchar under an index with an expression, and one with a condition',
        given: `CREATE TABLE users (id int, mail varchar(50)); CREATE INDEX users_mail ON users (lower(mail));
CREATE INDEX users_without ON users (id) WHERE mail IS NULL; CREATE INDEX users_plain ON users (mail)`,
        up: 'ALTER TABLE users ALTER COLUMN mail TYPE varchar(100)',
        instead: [
          {
            up: 'DROP INDEX CONCURRENTLY users_mail; DROP INDEX CONCURRENTLY users_without',
            transaction: 'none',
          },
          { up: 'ALTER TABLE users ALTER COLUMN mail TYPE varchar(100)' },
          { up: 'CREATE INDEX CONCURRENTLY users_mail ON users (lower(mail))', transaction: 'none' },
        ],
      },
      {
        title: 'a longer varchar with a CHECK over it',
        given: "CREATE TABLE users (id int, mail varchar(50), CONSTRAINT filled CHECK (mail <> ''))",
        up: 'ALTER TABLE users ALTER COLUMN mail TYPE varchar(100)',
        instead: [
          {
            up: `ALTER TABLE users DROP CONSTRAINT filled, ALTER COLUMN mail TYPE varchar(100),
ADD CONSTRAINT filled CHECK (mail <> '') NOT VALID`,
          },
          { up: 'ALTER TABLE users VALIDATE CONSTRAINT filled' },
        ],
      },
    ],
    allowed: [
      {
        title: 'a longer varchar under a plain index',
        given: 'CREATE TABLE users (mail varchar(50) UNIQUE)',
        up: 'ALTER TABLE users ALTER COLUMN mail TYPE varchar(100)',
      },
      {
        title: 'varchar to text, which share an order',
        given: 'CREATE TABLE users (mail varchar(50) PRIMARY KEY)',
        up: 'ALTER TABLE users ALTER COLUMN mail TYPE text',
      },
      {
        title: 'the table is written again: alter-column-type-rewrite says so',
        given: 'CREATE TABLE posts (id int, made timestamp); CREATE INDEX posts_made ON posts (made)',
        up: "SET LOCAL TimeZone = 'Asia/Tokyo'; ALTER TABLE posts ALTER COLUMN made TYPE timestamptz",
      },
      {
        title: 'the same, by another clause of the statement',
        given:
          'CREATE TABLE posts (n int, title varchar(50)); CREATE INDEX posts_title ON posts (lower(title))',
        up: 'ALTER TABLE posts ALTER COLUMN title TYPE varchar(100), ALTER COLUMN n TYPE bigint',
      },
      {
        title: 'another collation: collation-change says so',
        given: 'CREATE TABLE users (mail text); CREATE INDEX users_mail ON users (mail)',
        up: 'ALTER TABLE users ALTER COLUMN mail TYPE text COLLATE "C"',
      },
      {
        title: 'a table of this deploy',
        up: `CREATE TABLE posts (made timestamp); CREATE INDEX posts_made ON posts (made);
SET LOCAL TimeZone = 'UTC'; ALTER TABLE posts ALTER COLUMN made TYPE timestamptz`,
      },
    ],
  },

  checkOperation: {
    'change-column-type'({ table }, { replayedScript, step, effects, traits }) {
      const changes = changesUnder(traits)(replayedScript)
      const [first, ...others] = changes
      if (first?.step !== step) return undefined
      const more =
        others.length === 0 ? '' : ` The same for ${counted(others.length, 'more column')} in this script.`
      return {
        message: `${first.inWords}, and ${waiting(effects)} of ${table} get through meanwhile.${more}`,
        instead: [
          ...(changes.some(({ reads }) => reads.includes('indexes'))
            ? [
                'Where the table is large, drop those indexes before with DROP INDEX CONCURRENTLY and build them again behind it with CREATE INDEX CONCURRENTLY.',
              ]
            : []),
          ...(changes.some(({ reads }) => reads.includes('checks'))
            ? ['Drop a CHECK and add it again NOT VALID in the same statement, and validate it later.']
            : []),
        ].join(' '),
        objects: changes.map(({ step: { operation } }) => `${operation.table}.${operation.column}`),
      }
    },
  },
}

type Change = StepOf<'change-column-type'>

interface ReadingChange {
  readonly step: Change
  readonly inWords: string
  readonly reads: readonly ('indexes' | 'checks')[]
}

/** Each change of the script asks for all of them. */
const changesUnder = oncePer((traits: DialectTraits) =>
  oncePer(({ steps }: ReplayedScript): readonly ReadingChange[] =>
    stepsOf(steps, 'change-column-type').flatMap(step => {
      const change = changeThatReads(step, traits)
      return change === undefined || isWrittenAgain(step, steps, traits) ? [] : [change]
    }),
  ),
)

/** By another clause of the statement: alter-column-type-rewrite says so. */
function isWrittenAgain(
  { statement, operation: { table } }: Change,
  steps: readonly Step[],
  traits: DialectTraits,
) {
  return stepsOfStatement(steps, statement).some(({ operation, before }) =>
    traits
      .effectsOf(operation, before)
      .some(effect => effect.rewrite === true && sameObject(before, effect.table, table)),
  )
}

function changeThatReads(step: Change, traits: DialectTraits): ReadingChange | undefined {
  const { operation, before, runs, newTables } = step
  const { table, column, type } = operation
  const from = columnIn(before, table, column)?.type
  if (runs === false || newTables.has(before.semantics.objectKey(table))) return undefined
  if (from === undefined || from.collation !== type.collation) return undefined
  const { indexes, checks } = traits.readAgain?.(operation, before) ?? { indexes: [], checks: [] }
  const done = [
    ...(indexes.length > 0 ? [`builds ${listWords(indexes)} again`] : []),
    ...(checks.length > 0 ? [`tries every row against ${listWords(checks)}`] : []),
  ]
  if (done.length === 0) return undefined
  const change = `Changing ${table}.${column} from ${describeType(from)} to ${describeType(type)}`
  const reads = [
    ...(indexes.length > 0 ? (['indexes'] as const) : []),
    ...(checks.length > 0 ? (['checks'] as const) : []),
  ]
  return { step, inWords: `${change} ${listWords(done)}`, reads }
}

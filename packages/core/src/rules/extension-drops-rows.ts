import type { ObjectName } from '../operations/column.ts'
import { type TextToken, textTokens } from '../schema/sql-text.ts'
import { isMadeInDeploy } from './deploy/made-in-deploy.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'

/** Functions of extensions, and what goes when they are called; by the names that they are given. */
const functions: Readonly<Record<string, (names: readonly string[]) => string>> = {
  drop_chunks: ([table = 'the hypertable']) =>
    `drops the chunks of ${table} in that range, with every row in them`,
  add_retention_policy: ([table = 'the hypertable']) =>
    `drops chunks of ${table} from now on, as they get older than that`,
  dropgeometrycolumn: names => `drops ${names.slice(-2).join('.') || 'the column'} with its values`,
  dropgeometrytable: names => `drops ${names.at(-1) ?? 'the table'} with its rows`,
}

export const extensionDropsRows: Rule = {
  id: 'extension-drops-rows',
  category: 'data-loss',
  severity: 'warning',
  title: 'A function of an extension drops rows or a column.',
  why: `It is written as a SELECT and drops as DROP TABLE and DROP COLUMN do. A retention policy goes on doing so in the
background after the migration.`,
  instead: `Copy what goes into an archive table first, and check the range with show_chunks. Write ALTER TABLE … DROP COLUMN
for a geometry column, which says what it does.`,
  sources: [
    'TimescaleDB documentation, drop_chunks(); add_retention_policy()',
    'PostGIS manual, DropGeometryColumn; DropGeometryTable',
  ],
  directions: ['up'],
  examples: {
    flagged: [
      {
        title: 'chunks',
        given: 'CREATE TABLE metrics (at timestamptz, value int)',
        up: "SELECT drop_chunks('metrics', INTERVAL '6 months')",
        instead: { noSql: 'what is to be kept of the rows, and where, hangs on what they mean' },
      },
      {
        title: 'a policy',
        up: "SELECT add_retention_policy('metrics', INTERVAL '6 months')",
        instead: { noSql: 'how long rows are to be kept is for those who own them to say' },
      },
      {
        title: 'geometries whose names a query gives: those that are written are told as drop-column',
        up: "SELECT DropGeometryColumn(f_table_name, 'place') FROM geometry_columns",
        instead: { noSql: 'the columns go either way: ALTER TABLE … DROP COLUMN is told as drop-column' },
      },
    ],
    allowed: [
      { title: 'a look at them', up: "SELECT show_chunks('metrics', INTERVAL '6 months')" },
      { title: 'the policy goes', up: "SELECT remove_retention_policy('metrics')" },
      {
        title: 'a policy for a table that is new',
        up: `CREATE TABLE metrics (at timestamptz, value int);
SELECT add_retention_policy('metrics', INTERVAL '6 months');`,
      },
      {
        title: 'a policy for a view of them that is new',
        given: 'CREATE TABLE metrics (at timestamptz, value int)',
        up: `CREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS
SELECT time_bucket('1 hour', at) AS bucket, avg(value) FROM metrics GROUP BY bucket WITH NO DATA;
SELECT add_retention_policy('hourly', INTERVAL '6 hours');`,
      },
      {
        title: 'a text',
        given: 'CREATE TABLE notes (body text)',
        up: "INSERT INTO notes VALUES ('drop_chunks(')",
      },
    ],
  },

  checkOperation: {
    'run-code': (_operation, context) => judge(context),
    'delete-rows': (_operation, context) => judge(context),
  },
}

function judge(context: OperationContext): Problem | undefined {
  const { statement, isMade } = context
  const tokens = textTokens(statement.text).filter(({ kind }) => kind !== 'space')
  const called = tokens.findIndex(
    ({ kind, text: word }, index) =>
      kind === 'word' && functions[word.toLowerCase()] !== undefined && tokens[index + 1]?.text === '(',
  )
  const name = tokens[called]?.text
  if (name === undefined) return undefined
  const given = namesGiven(tokens.slice(called + 1))
  const isNew = (each: ObjectName) => isMade(each) || isMadeInDeploy('materialized-view', each, context)
  return given.some(isNew) ? undefined : { message: `${name}() ${functions[name.toLowerCase()]?.(given)}.` }
}

/** The texts that are told, but for a span or a moment of time: schema, table and column, as the function wants them. */
function namesGiven(tokens: readonly TextToken[]): readonly ObjectName[] {
  return tokens.flatMap(({ kind, text }, index) =>
    kind === 'string' && !/^(?:interval|timestamp|timestamptz|date)$/i.test(tokens[index - 1]?.text ?? '')
      ? [text.slice(1, -1)]
      : [],
  )
}

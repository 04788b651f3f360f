import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { objectsOfType } from '../schema/find-objects.ts'
import { stepsOfStatement, stepsOn } from '../schema/find-steps.ts'
import { findConstraint, findObject, findTable, primaryKeyOf } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { qualifiedNamesIn } from '../schema/sql-text.ts'
import { isMadeInDeploy } from './deploy/made-in-deploy.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const consumersOutsideDb: Rule = {
  id: 'consumers-outside-db',
  category: 'compatibility',
  severity: 'warning',
  title: 'Logical replication or a change stream loses what it needs.',
  why: `A publication sends rows by their replica identity, which is the primary key: without it, UPDATE and DELETE on a
published table fail (error 55000). It carries no DDL: a table with another name has none to go to on the other side, and a row with a column that the
subscriber does not have stops the replication there. When a publication is dropped, subscribers and change streams stop. MySQL and MariaDB
leave out of the binary log what a connection does with sql_log_bin = 0: replicas never hear of it, and differ from then on without an error.`,
  instead: `Change the subscribers first. Before the primary key goes, give the table another identity: ALTER TABLE … REPLICA
IDENTITY USING INDEX, with a unique index on columns that are NOT NULL.`,
  sources: [
    'PostgreSQL manual, Publication: replica identity',
    'PostgreSQL manual, Logical Replication, Restrictions; Subscription: the subscriber may have additional columns',
    'measured: PostgreSQL 15, error 55000',
    'MySQL 8.0 manual, Binary Logging Options and Variables, sql_log_bin',
  ],
  examples: {
    flagged: [
      {
        title: 'the primary key of a published table',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_identity ON users (id)', transaction: 'none' },
          'ALTER TABLE users REPLICA IDENTITY USING INDEX users_identity',
        ],
      },
      {
        title: 'a published table gets another name',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR ALL TABLES',
        up: 'ALTER TABLE users RENAME TO people',
        instead: { noSql: 'the subscribers are changed first, on their side' },
      },
      {
        title: 'a column that subscribers do not have',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users',
        up: 'ALTER TABLE users ADD COLUMN email text',
        instead: { noSql: 'the subscribers get the column first, on their side' },
      },
      {
        title: 'columns of one statement are told together',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users',
        up: 'ALTER TABLE users ADD COLUMN email text, ADD COLUMN name text',
        instead: { noSql: 'the subscribers get the columns first, on their side' },
      },
      {
        title: 'no identity at all',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users',
        up: 'ALTER TABLE users REPLICA IDENTITY NOTHING',
        instead: 'ALTER TABLE users REPLICA IDENTITY FULL',
      },
      {
        title: 'the publication goes',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users',
        up: 'DROP PUBLICATION feed',
        instead: { noSql: 'the subscribers are changed first, on their side' },
      },
      {
        title: 'replicas do not hear of it, as a dump writes it',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'SET @@SESSION.SQL_LOG_BIN = 0; CREATE TABLE carts (id int PRIMARY KEY)',
        instead: 'CREATE TABLE carts (id int PRIMARY KEY)',
      },
    ],
    allowed: [
      {
        title: 'a publication that the same deploy makes, which nobody has subscribed to',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        after: { up: 'CREATE PUBLICATION feed FOR TABLE users' },
        up: 'ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'another primary key in the place of the old one',
        given: 'CREATE TABLE users (id int PRIMARY KEY, team int); CREATE PUBLICATION feed FOR TABLE users',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY (team, id)',
      },
      {
        title: 'a publication that sends INSERTs alone',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users WITH (publish = 'insert');`,
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey',
      },
      {
        title: 'the binary log is switched back on',
        dialect: 'mysql',
        up: 'SET sql_log_bin = 1',
      },
      {
        title: 'a publication that no migration has made',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'DROP PUBLICATION IF EXISTS feed; CREATE PUBLICATION feed',
      },
      {
        title: 'the publication names the columns that it sends',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users (id)',
        up: 'ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'a table that is not published',
        given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users;`,
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_pkey',
      },
    ],
  },

  checkOperation: {
    'drop-constraint'({ table, name, type }, { before, replayedScript }) {
      const known = findTable(before, table)
      const key = known && name !== undefined ? findConstraint(known, name, before.semantics) : undefined
      if ((type ?? key?.type) !== 'primary-key' || known?.options['replica-identity'] !== undefined)
        return undefined
      const after = findTable(replayedScript.after, table)
      return after && primaryKeyOf(after) !== undefined ? undefined : withoutIdentity(table, before)
    },
    'set-table-option': ({ table, option, value }, { before }) =>
      option === 'replica-identity' && value === 'nothing' ? withoutIdentity(table, before) : undefined,
    'add-column'({ table }, context) {
      const { statement, step, replayedScript } = context
      const together = stepsOn(stepsOfStatement(replayedScript.steps, statement), table, 'add-column')
      if (together[0] !== step) return undefined
      return unknownToSubscribers(
        table,
        together.map(({ operation }) => operation.column.name),
        context,
      )
    },
    'rename-column': ({ table, to }, context) => unknownToSubscribers(table, [to], context),
    'rename-table'({ table, to }, context) {
      const publication = subscribedTo(table, context)
      if (publication === undefined) return undefined
      return {
        message: `${table} is in the publication ${publication}: its rows go to a table ${to} from now on, which subscribers do not have.`,
        objects: [table],
      }
    },
    'drop-object'({ objectType, name, ifExists }, context) {
      const { before, replayedScript } = context
      if (objectType !== 'publication' && objectType !== 'subscription') return undefined
      if (isMadeInDeploy(objectType, name, context)) return undefined
      const known = findObject(before, objectType, name)
      // With a history, an IF EXISTS of something that is not in it does nothing.
      if (ifExists && known === undefined && before.tables.size > 0) return undefined
      const isSame = findObject(replayedScript.after, objectType, name)?.definition === known?.definition
      if (known !== undefined && isSame) return undefined
      return { message: `What reads the ${objectType} ${name} stops.`, objects: [name] }
    },
    'set-variable': ({ name, value, scope }, { traits }) =>
      name === 'sql_log_bin' &&
      scope === 'session' &&
      traits.embedded !== true &&
      /^(?:0|off|false)$/i.test(value ?? '')
        ? { message: 'Replicas and change streams hear nothing of what this connection does from here on.' }
        : undefined,
    'alter-object': ({ objectType, name, change }) =>
      objectType === 'publication' && /^drop tables?\b/.test(change)
        ? {
            message: `Subscribers of ${name} hear nothing more of the tables that it loses.`,
            objects: [name],
          }
        : undefined,
  },
}

/** Unless the publication lists the columns that it sends. */
/** Nobody has subscribed to one that the same deploy makes. */
function subscribedTo(table: ObjectName, context: OperationContext): string | undefined {
  return publicationOf(table, context.before, name => !isMadeInDeploy('publication', name, context))
}

function unknownToSubscribers(table: ObjectName, columns: readonly string[], context: OperationContext) {
  const schema = context.before
  const publication = subscribedTo(table, context)
  if (publication === undefined) return undefined
  const { definition = '' } = findObject(schema, 'publication', publication) ?? {}
  const name = bareName(table).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (new RegExp(`\\b${name}"?\\s*\\(`, 'i').test(definition)) return undefined
  const names = listWords(columns)
  return {
    message: `${table} is in the publication ${publication}: a row with ${names} stops the replication of every subscriber whose ${table} does not have ${columns.length > 1 ? 'them' : 'it'}.`,
    instead: `Add ${names} to the subscribers' ${table} first, nullable or with a default: a column that no row brings a value for does no harm there.`,
    objects: [table],
  }
}

function withoutIdentity(table: ObjectName, schema: SchemaState) {
  const publication = publicationOf(table, schema)
  if (publication === undefined) return undefined
  // One that sends INSERTs alone asks for none (measured: PostgreSQL 15).
  const { definition = '' } = findObject(schema, 'publication', publication) ?? {}
  const [, sent = 'update'] = /\bpublish\s*=\s*'([^']*)'/i.exec(definition) ?? []
  if (!/\b(?:update|delete)\b/i.test(sent)) return undefined
  return {
    message: `${table} is in the publication ${publication}: without a replica identity, every UPDATE and DELETE on it fails.`,
    objects: [table],
  }
}

function publicationOf(
  table: ObjectName,
  schema: SchemaState,
  isIt: (name: ObjectName) => boolean = () => true,
): string | undefined {
  return objectsOfType(schema, 'publication').find(
    ({ name: publication, definition }) =>
      isIt(publication) &&
      (/\bfor\s+all\s+tables\b/i.test(definition) ||
        qualifiedNamesIn(definition.replace(/^.*?\bfor\b/is, '')).some(name =>
          sameObject(schema, name, table),
        )),
  )?.name
}

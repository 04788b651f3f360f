import { bareName } from '../operations/names.ts'
import { behindDeduplication } from './advice/behind-deduplication.ts'
import { keyInSteps } from './advice/key-from-index.ts'
import { leaveKeyOut } from './advice/leave-key-out.ts'
import { keepsTheKey } from './keys/same-key-dropped.ts'
import { isUniqueAlready } from './keys/unique-already.ts'
import { deduplicatedFirst } from './rows/deduplicated-first.ts'
import type { Rule } from './rule.ts'
import { waiting } from './scripts/blocked-table.ts'
import { listWords } from './wording/list-words.ts'

/** Measured: PostgreSQL 15. */
const atOnce =
  ' Until then the index checks each row at once, also while it is built: code that counts on DEFERRABLE, as where it moves rows up by one, meets duplicates and fails. Let both run when it does not, or leave the statement as it is where the table is small.'

export const addUniqueConstraint: Rule = {
  id: 'add-unique-constraint',
  category: 'locking',
  severity: 'warning',
  title: 'ADD CONSTRAINT … UNIQUE builds its index while nobody can use the table.',
  why: `PostgreSQL holds the strongest lock until the index is built. Two rows with the same values stop the statement at
the end of that.`,
  instead: `Look for duplicates, build a unique index CONCURRENTLY in a migration of its own that runs outside a
transaction, and turn it into a constraint with ADD CONSTRAINT … UNIQUE USING INDEX.`,
  sources: ['PostgreSQL manual, ALTER TABLE', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)',
      },
      {
        title: 'a column that is new too: no duplicates, but the index is built all the same',
        given: 'CREATE TABLE users (id int, name text)',
        up: 'ALTER TABLE users ADD COLUMN slug text, ADD CONSTRAINT users_slug UNIQUE (slug)',
        instead: [
          'ALTER TABLE users ADD COLUMN slug text',
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_slug ON users (slug)', transaction: 'none' },
          'ALTER TABLE users ADD CONSTRAINT users_slug UNIQUE USING INDEX users_slug',
        ],
      },
      {
        title: 'a key that is dropped first, and added again on the same columns',
        given: 'CREATE TABLE users (id int, team int, CONSTRAINT users_id_team UNIQUE (id, team))',
        up: `ALTER TABLE users DROP CONSTRAINT users_id_team;
ALTER TABLE users ALTER COLUMN team TYPE text;
ALTER TABLE users ADD CONSTRAINT users_id_team UNIQUE (id, team);`,
        instead: 'ALTER TABLE users ALTER COLUMN team TYPE text',
      },
      {
        title: 'a key on the same columns, which some servers may not have',
        given: 'CREATE TABLE users (id int, CONSTRAINT users_id UNIQUE (id))',
        up: `ALTER TABLE users DROP CONSTRAINT IF EXISTS users_id;
ALTER TABLE users ADD CONSTRAINT users_id UNIQUE (id);`,
      },
      {
        title: 'the primary key takes its place in the same script',
        given:
          'CREATE TABLE sizes (id int NOT NULL, team int NOT NULL, CONSTRAINT sizes_id PRIMARY KEY (id))',
        up: `ALTER TABLE sizes ADD UNIQUE (team);
ALTER TABLE sizes DROP COLUMN id, ADD PRIMARY KEY (team), DROP CONSTRAINT sizes_team_key;`,
        instead: 'ALTER TABLE sizes DROP COLUMN id, ADD PRIMARY KEY (team)',
      },
      {
        title: 'the duplicates are deleted first',
        given: 'CREATE TABLE users (id int, email text)',
        up: `DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id;
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);`,
        instead: [
          'DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id',
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
          'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email',
        ],
      },
      {
        title: 'no duplicates: a key for each of two columns, one of which has a value',
        given: `CREATE TABLE likes (person_id int NOT NULL, post_id int, note_id int, UNIQUE (person_id, post_id),
  UNIQUE (person_id, note_id), CONSTRAINT has_one CHECK (num_nonnulls(post_id, note_id) = 1))`,
        up: `ALTER TABLE likes ADD CONSTRAINT likes_all UNIQUE NULLS NOT DISTINCT (person_id, post_id, note_id)`,
        dbVersion: '15',
      },
    ],
    allowed: [
      {
        title: 'an index that was built before',
        given: 'CREATE TABLE users (id int, email text); CREATE UNIQUE INDEX users_email ON users (email)',
        up: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email',
      },
      {
        title: 'MySQL builds it while others work',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)',
      },
    ],
  },

  checkOperation: {
    'add-constraint'({ table, constraint, usingIndex }, context) {
      const { effects } = context
      if (constraint.type !== 'unique' || usingIndex !== undefined) return undefined
      if (!effects.some(effect => effect.blocksReads === true)) return undefined
      const { columns, nullsNotDistinct } = constraint
      const name = constraint.name ?? `${bareName(table)}_${columns.join('_')}_key`
      const deduplication = deduplicatedFirst(table, { columns }, context)
      const canRepeat =
        !columns.some(column => context.isNewColumn(table, column)) &&
        !isUniqueAlready(table, { columns, nullsNotDistinct }, context) &&
        deduplication === undefined
      const kept =
        leaveKeyOut(table, constraint, name, context) ??
        (nullsNotDistinct === true
          ? undefined
          : keepsTheKey(table, { type: 'unique', columns, name }, context))
      return {
        message: `An index on ${listWords(constraint.columns)} is built over all rows of ${table}, and ${waiting(effects)} get through meanwhile${canRepeat ? '; duplicates stop it' : ''}.`,
        ...((kept !== undefined || !canRepeat || constraint.deferrable !== undefined) && {
          instead:
            kept ??
            `${canRepeat ? 'Look for duplicates, build' : 'Build'} a unique index CONCURRENTLY in a migration of its own that runs outside a transaction, and turn it into a constraint with ADD CONSTRAINT … UNIQUE USING INDEX.${behindDeduplication(deduplication)}${constraint.deferrable === undefined ? '' : atOnce}`,
        }),
        objects: [table],
        ...(constraint.unkept === true || kept !== undefined
          ? {}
          : { suggestion: keyInSteps({ ...constraint, table, name, type: 'UNIQUE' }, context) }),
      }
    },
  },
}

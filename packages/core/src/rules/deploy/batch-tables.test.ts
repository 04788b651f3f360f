import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { exampleFindings } from '../../example-findings.ts'
import type { Example } from '../rule.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const given = 'CREATE TABLE posts (id int PRIMARY KEY, title text)'
const copy = 'CREATE TABLE entries AS SELECT id AS post_id, title FROM posts;'

const cases: readonly (Omit<Example, 'title'> & {
  readonly case: string
  readonly says: readonly string[]
})[] = [
  {
    case: 'nobody waits for a table that the deploy makes, though it has rows',
    given,
    up: `${copy} CREATE INDEX entries_title ON entries (title);
ALTER TABLE entries ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY, ADD PRIMARY KEY (id);`,
    says: ['missing-down'],
  },
  {
    case: 'its rows can still break a key',
    given,
    up: `${copy} ALTER TABLE entries ADD UNIQUE (title);`,
    says: ['add-unique-on-existing', 'missing-down'],
  },
  {
    case: 'a foreign key locks the other table, which is in use',
    given,
    up: `${copy} ALTER TABLE entries ADD FOREIGN KEY (post_id) REFERENCES posts (id);`,
    says: ['add-foreign-key', 'missing-down'],
  },
  {
    case: 'no running code knows its columns',
    given,
    up: `${copy} ALTER TABLE entries RENAME COLUMN title TO heading;`,
    says: ['missing-down'],
  },
  {
    case: 'a table that a later statement makes, as the files run in another order than by name, is none of before',
    up: `ALTER TABLE entries ADD COLUMN title text NOT NULL; ALTER TABLE entries RENAME COLUMN id TO no;
CREATE TABLE entries (id int PRIMARY KEY);`,
    says: ['missing-down'],
  },
  {
    case: 'a table that is made only if it is not there may be in use',
    up: `ALTER TABLE entries RENAME COLUMN id TO no; CREATE TABLE IF NOT EXISTS entries (id int PRIMARY KEY);`,
    says: ['rename-column', 'missing-down'],
  },
  {
    case: 'its rows help to fill a column that is new as well, and are copies still',
    given,
    up: `CREATE TABLE places AS SELECT id, row_number() OVER (ORDER BY title) AS place FROM posts;
ALTER TABLE posts ADD COLUMN place int;
UPDATE posts SET place = (SELECT place FROM places WHERE places.id = posts.id);
DROP TABLE places;`,
    says: ['ddl-plus-backfill-same-txn', 'missing-down'],
  },
  {
    case: 'rows that the migrations spell out come from nowhere else, whatever was dropped',
    given: `${given}; CREATE FUNCTION old_title() RETURNS text LANGUAGE sql AS 'SELECT NULL::text'`,
    up: `CREATE TABLE headers (kind text, label text); INSERT INTO headers VALUES ('list', 'Name');
DROP FUNCTION old_title(); DELETE FROM headers;`,
    says: ['drop-function', 'missing-down'],
  },
  {
    case: 'code that nobody sees may have put others in',
    given,
    up: `CREATE TABLE headers (kind text, label text); INSERT INTO headers VALUES ('list', 'Name');
DO $$ BEGIN EXECUTE 'INSERT INTO ' || current_setting('app.target') || ' SELECT 1, 2'; END $$; DELETE FROM headers;`,
    says: ['delete-without-where', 'irreversible-operation', 'missing-down'],
  },
  {
    case: 'a table that takes over the name of one in use is in use',
    given,
    up: `CREATE TABLE posts_new (id int PRIMARY KEY, title text);
INSERT INTO posts_new (id, title) SELECT id, title FROM posts;
ALTER TABLE posts RENAME TO posts_old;
ALTER TABLE posts_new RENAME TO posts;
CREATE INDEX posts_title ON posts (title);`,
    says: ['create-index-not-concurrently', 'missing-down', 'table-swap'],
  },
]

test.each(cases)('$case', ({ says, case: title, ...example }) => {
  const ids = exampleFindings({ title, ...example }).map(finding => finding.ruleId)
  expect(ids.toSorted()).toEqual([...says].toSorted())
})

import { placeWithFile } from './deploy/later-in-deploy.ts'
import { droppedObjects } from './objects/dropped-object.ts'
import { keptByView } from './objects/kept-by-view.ts'
import type { Rule } from './rule.ts'
import { capitalized } from './wording/capitalized.ts'

export const dropView: Rule = {
  id: 'drop-view',
  category: 'compatibility',
  severity: 'warning',
  title: 'A view that code may read is dropped.',
  why: `The running release still reads it and fails. A materialized view also takes its indexes along.`,
  instead: 'Stop reading it in one release and drop it in a later one.',
  examples: {
    flagged: [
      {
        title: 'a view',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'DROP VIEW active_users',
        instead: 'CREATE OR REPLACE VIEW active_users AS SELECT id FROM users',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'DROP VIEW active_users',
        instead: 'CREATE OR REPLACE VIEW active_users AS SELECT id FROM users',
      },
      {
        title: 'a view that goes by CASCADE before its own statement',
        given: `CREATE TABLE users (id int); CREATE VIEW active AS SELECT id FROM users;
CREATE MATERIALIZED VIEW ids AS SELECT id FROM active;`,
        up: `DROP VIEW active CASCADE;
DROP MATERIALIZED VIEW IF EXISTS ids;
CREATE VIEW active AS SELECT id FROM users;`,
        instead: 'CREATE OR REPLACE VIEW active AS SELECT id FROM users',
      },
    ],
    allowed: [
      {
        title: 'what CASCADE has taken along is named, and made again',
        given: `CREATE TABLE users (id int); CREATE VIEW active AS SELECT id FROM users;
CREATE MATERIALIZED VIEW ids AS SELECT id FROM active;`,
        up: `DROP VIEW active CASCADE; DROP MATERIALIZED VIEW IF EXISTS ids;
CREATE VIEW active AS SELECT id FROM users; CREATE MATERIALIZED VIEW ids AS SELECT id FROM active;`,
      },
      {
        title: 'made again by a later migration of the deploy, as tools that may not change an old one do',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        after: { up: 'DROP VIEW active_users' },
        up: 'CREATE VIEW active_users AS SELECT id FROM users WHERE id > 0',
      },
      {
        title: 'a block makes it again by SQL that it builds',
        given: 'CREATE TABLE users (id int, name varchar(50)); CREATE VIEW names AS SELECT name FROM users',
        up: `DO $$ DECLARE was text; BEGIN
SELECT definition FROM pg_views WHERE viewname = 'names' INTO was;
DROP VIEW names;
ALTER TABLE users ALTER COLUMN name TYPE varchar(90);
EXECUTE format('CREATE VIEW names AS %s', was);
END $$`,
      },
      {
        title: 'an earlier deploy has given it a name that says so',
        given: 'CREATE TABLE users (id int); CREATE VIEW deprecated_users AS SELECT id FROM users',
        up: 'DROP VIEW deprecated_users',
      },
      {
        title: 'a table takes its name',
        given: 'CREATE TABLE users (id int); CREATE MATERIALIZED VIEW stats AS SELECT count(*) FROM users',
        up: `CREATE TABLE stats_table AS SELECT * FROM stats;
DROP MATERIALIZED VIEW stats;
ALTER TABLE stats_table RENAME TO stats;`,
      },
      {
        title: 'made again in the same script',
        given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
        up: 'DROP VIEW active_users; CREATE VIEW active_users AS SELECT id, 1 AS one FROM users',
      },
    ],
  },

  checkOperation: {
    'drop-object'(operation, context) {
      const problem = droppedObjects(
        ['view', 'materialized-view'],
        operation,
        context,
        ({ it }) => `running code that reads ${it} fails`,
      )
      if (problem === undefined) return undefined
      const [it, is] = problem.objects?.length === 1 ? ['it', 'it is'] : ['them', 'they are']
      const kept = keptByView(problem.objects ?? [], context)
      const waits =
        kept === undefined
          ? ''
          : ` ${capitalized(placeWithFile(kept, context))} goes with that release: the server refuses it as long as ${is} there.`
      return {
        ...problem,
        instead: `Stop reading ${it} in one release and drop ${it} in a later one.${waits}`,
      }
    },
  },
}

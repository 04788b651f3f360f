import type { Hazard } from './hazard.ts'

export const dropColumn: readonly Hazard[] = [
  {
    hazard: 'sqlite-drop-column-illegal',
    engines: ['sqlite'],
    cases: [
      {
        when: 'pk',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);',
        up: 'ALTER TABLE t DROP COLUMN id',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'unique',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);',
        up: 'ALTER TABLE t DROP COLUMN u',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'indexed',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE INDEX i ON t (n)',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'index dropped first',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE INDEX i ON t (n)',
        up: 'DROP INDEX i; ALTER TABLE t DROP COLUMN n',
        says: ['drop-column'],
      },
      {
        when: 'partial index',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE INDEX i ON t (s) WHERE n > 0',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'expression index',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE INDEX i ON t (lower(s))',
        up: 'ALTER TABLE t DROP COLUMN s',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'view',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE VIEW v AS SELECT n FROM t',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'view of other column',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE VIEW v AS SELECT s FROM t',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column'],
      },
      {
        when: 'view star',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE VIEW v AS SELECT * FROM t',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column'],
      },
      {
        when: 'trigger',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET n = 1 WHERE id = NEW.id; END',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['dependent-objects-broken', 'drop-column'],
      },
      {
        when: 'trigger of another table',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE TRIGGER g AFTER INSERT ON p BEGIN UPDATE t SET n = 1; END',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['dependent-objects-broken', 'drop-column'],
      },
      {
        when: 'trigger update of',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);CREATE TRIGGER g AFTER UPDATE OF n ON t BEGIN SELECT 1; END',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column'],
      },
      {
        when: 'table check',
        on: 'sqlite',
        given: 'CREATE TABLE t (id int, n int, CHECK (n > 0))',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'column check',
        on: 'sqlite',
        given: 'CREATE TABLE t (id int, n int CHECK (n > 0))',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column'],
      },
      {
        when: 'column check of another column',
        on: 'sqlite',
        given: 'CREATE TABLE t (id int CHECK (id > n), n int)',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'table fk',
        on: 'sqlite',
        given:
          'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id int, n int, FOREIGN KEY (n) REFERENCES p(id))',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'column fk',
        on: 'sqlite',
        given: 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id int, n int REFERENCES p(id))',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column'],
      },
      {
        when: 'generated',
        on: 'sqlite',
        given: 'CREATE TABLE t (id int, n int, g int AS (n+1))',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'only column',
        on: 'sqlite',
        given: 'CREATE TABLE t (n int)',
        up: 'ALTER TABLE t DROP COLUMN n',
        says: ['drop-column', 'sqlite-drop-column-illegal'],
      },
      {
        when: 'referenced by another table',
        on: 'sqlite',
        given:
          'CREATE TABLE p (id INTEGER PRIMARY KEY, code text); CREATE TABLE t (id int, c text REFERENCES p(code))',
        up: 'ALTER TABLE p DROP COLUMN code',
        says: ['drop-column'],
      },
      {
        when: 'before 3.35, 3.34.1',
        on: 'sqlite',
        given:
          'CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);',
        up: 'ALTER TABLE t DROP COLUMN n',
        dbVersion: '3.34.1',
        says: ['drop-column', 'version-gated'],
      },
    ],
  },
]

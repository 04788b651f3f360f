import type { Hazard, HazardCase } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email text)'
const withDefault = (value: string, isRewritten: boolean): HazardCase => ({
  when: value,
  on: 'postgres',
  given: users,
  up: `ALTER TABLE users ADD COLUMN c ${value}`,
  ...(isRewritten
    ? { says: ['add-column-volatile-default'] }
    : { silent: 'the value is stored once, for all rows' }),
})
const changed = (from: string, to: string, says: readonly string[] = [], using = ''): HazardCase => ({
  when: `${from} to ${to}${using}`,
  on: 'postgres',
  given: `CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id int PRIMARY KEY, c ${from})`,
  up: `ALTER TABLE t ALTER COLUMN c TYPE ${to}${using}`,
  ...(says.length === 0 ? { silent: 'no row is written again' } : { says }),
})
const rewritten = ['alter-column-type-rewrite']
const narrowed = ['type-narrowing']

// biome-ignore format: a table
export const rewrites: readonly Hazard[] = [
  {
    hazard: 'add-column-volatile-default',
    engines: ['postgres'],
    cases: [
      withDefault('int NOT NULL DEFAULT 0', false),
      withDefault('timestamptz DEFAULT now()', false),
      withDefault('timestamptz DEFAULT current_timestamp', false),
      withDefault("timestamp DEFAULT timezone('utc', now())", false),
      withDefault("text DEFAULT concat('a', 'b')", false),
      withDefault('timestamptz DEFAULT clock_timestamp()', true),
      withDefault('uuid DEFAULT gen_random_uuid()', true),
      withDefault("bigint DEFAULT nextval('s')", true),
      withDefault('float DEFAULT random()', true),
      withDefault('int DEFAULT some_function()', true),
    ],
  },
  {
    hazard: 'add-column-serial, -identity, -generated-stored',
    engines: ['postgres'],
    cases: [
      { when: 'serial', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c serial', says: ['add-column-serial'] },
      { when: 'bigserial', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c bigserial', says: ['add-column-serial'] },
      { when: 'identity', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c bigint GENERATED ALWAYS AS IDENTITY', says: ['add-column-identity'] },
      { when: 'generated, stored', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c int GENERATED ALWAYS AS (id * 2) STORED', says: ['add-column-generated-stored'] },
      { when: 'generated, virtual', on: 'postgres', dbVersion: '18', given: users, up: 'ALTER TABLE users ADD COLUMN c int GENERATED ALWAYS AS (id * 2) VIRTUAL', silent: 'it is computed when it is read' },
    ],
  },
  {
    hazard: 'add-column-constrained-domain',
    engines: ['postgres'],
    cases: [
      { when: 'a domain with a CHECK', on: 'postgres', given: `${users}; CREATE DOMAIN positive AS int CHECK (VALUE > 0)`, up: 'ALTER TABLE users ADD COLUMN c positive', says: ['add-column-constrained-domain'] },
      { when: 'a domain without one', on: 'postgres', given: `${users}; CREATE DOMAIN number AS int`, up: 'ALTER TABLE users ADD COLUMN c number', silent: 'no row is written again' },
    ],
  },
  {
    hazard: 'alter-column-type-rewrite',
    engines: ['postgres'],
    cases: [
      changed('varchar(20)', 'varchar(50)'),
      changed('varchar(20)', 'varchar'),
      changed('varchar(20)', 'text'),
      changed('text', 'varchar'),
      changed('numeric(10,2)', 'numeric(12,2)'),
      changed('numeric(10,2)', 'numeric'),
      changed('varbit(8)', 'varbit(16)'),
      changed('timestamp(3)', 'timestamp(6)'),
      changed('time(3)', 'time(6)'),
      changed('interval(3)', 'interval(6)'),
      changed('cidr', 'inet'),
      changed('xml', 'text'),
      changed('varchar', 'citext'),
      changed('timestamp', 'timestamptz', rewritten),
      { when: 'timestamp to timestamptz in UTC', on: 'postgres', given: 'CREATE TABLE t (c timestamp)', up: "SET LOCAL timezone = 'UTC'; ALTER TABLE t ALTER COLUMN c TYPE timestamptz", silent: 'no row is written again' },
      changed('int', 'bigint', rewritten),
      changed('varchar(50)', 'varchar(20)', narrowed),
      changed('text', 'varchar(20)', narrowed),
      changed('char(5)', 'varchar(5)', rewritten),
      changed('char(5)', 'char(9)', rewritten),
      changed('numeric(10,2)', 'numeric(10,3)', narrowed),
      changed('numeric(10,2)', 'numeric(11,3)', rewritten),
      changed('mood', 'text', rewritten),
      changed('json', 'jsonb', narrowed),
      changed('text', 'text', rewritten, ' USING upper(c)'),
      changed('text', 'text COLLATE "C"'),
      { when: 'another collation of an indexed column', on: 'postgres', given: 'CREATE TABLE t (c text); CREATE INDEX t_c ON t (c)', up: 'ALTER TABLE t ALTER COLUMN c TYPE text COLLATE "C"', says: ['collation-change'] },
      { when: 'the type before is not known', on: 'postgres', up: 'ALTER TABLE t ALTER COLUMN c TYPE bigint', says: rewritten },
    ],
  },
  {
    hazard: 'set-logged-unlogged, set-access-method, set-tablespace, cluster, vacuum-full',
    engines: ['postgres'],
    cases: [
      { when: 'SET LOGGED', on: 'postgres', given: users.replace('CREATE', 'CREATE UNLOGGED'), up: 'ALTER TABLE users SET LOGGED', says: ['set-logged-unlogged'] },
      { when: 'SET ACCESS METHOD', on: 'postgres', given: users, up: 'ALTER TABLE users SET ACCESS METHOD columnar', says: ['set-access-method'] },
      { when: 'SET TABLESPACE', on: 'postgres', given: users, up: 'ALTER TABLE users SET TABLESPACE fast', says: ['set-tablespace'] },
      { when: 'CLUSTER', on: 'postgres', given: users, up: 'CLUSTER users USING users_pkey', says: ['vacuum-full'] },
      { when: 'VACUUM FULL', on: 'postgres', transaction: 'none', given: users, up: 'VACUUM FULL users', says: ['vacuum-full'] },
      { when: 'VACUUM', on: 'postgres', transaction: 'none', given: users, up: 'VACUUM users', silent: 'reads and writes go on' },
    ],
  },
  {
    hazard: 'refresh-matview-not-concurrently, matview-with-data',
    engines: ['postgres'],
    cases: [
      { when: 'REFRESH', on: 'postgres', given: `${users}; CREATE MATERIALIZED VIEW v AS SELECT id FROM users`, up: 'REFRESH MATERIALIZED VIEW v', says: ['refresh-matview-not-concurrently'] },
      { when: 'CONCURRENTLY', on: 'postgres', given: `${users}; CREATE MATERIALIZED VIEW v AS SELECT id FROM users; CREATE UNIQUE INDEX v_id ON v (id)`, up: 'REFRESH MATERIALIZED VIEW CONCURRENTLY v', silent: 'readers go on' },
      { when: 'a new one WITH DATA', on: 'postgres', given: users, up: 'CREATE MATERIALIZED VIEW v AS SELECT id FROM users', silent: 'nobody reads it yet, and those who read and write the table go on' },
      { when: 'WITH NO DATA', on: 'postgres', given: users, up: 'CREATE MATERIALIZED VIEW v AS SELECT id FROM users WITH NO DATA', silent: 'nothing is read' },
    ],
  },
]

import { beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import type { Migration } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { baselineState } from './baseline.ts'
import { replay } from './replay.ts'
import type { SchemaState } from './schema-state.ts'

/** As pg_dump 15 writes it. */
const pgDump = `--
-- PostgreSQL database dump
--

\\restrict jqhRsdgjXDxpWSnPE5G7ZR35cxQIkieeexApOdTxDIxiSVPniYOQxj8PlXUF7Nr

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET row_security = off;

CREATE SCHEMA audit;
ALTER SCHEMA audit OWNER TO postgres;

CREATE TYPE public.mood AS ENUM (
    'sad',
    'ok'
);

SET default_tablespace = '';
SET default_table_access_method = heap;

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying(100) NOT NULL,
    mood public.mood DEFAULT 'ok'::public.mood
);

ALTER TABLE public.users OWNER TO postgres;

CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

CREATE TABLE audit.log (
    id integer,
    user_id bigint
);

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);

COPY public.users (id, email, mood) FROM stdin;
1	a;b	ok
2	c'd	\\N
\\.

SELECT pg_catalog.setval('public.users_id_seq', 2, true);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE INDEX users_lower ON public.users USING btree (lower((email)::text));

ALTER TABLE ONLY audit.log
    ADD CONSTRAINT log_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

GRANT SELECT ON TABLE public.users TO PUBLIC;

\\unrestrict jqhRsdgjXDxpWSnPE5G7ZR35cxQIkieeexApOdTxDIxiSVPniYOQxj8PlXUF7Nr
`

/** As mariadb-dump 10.19 writes it. */
const mariadbDump = `/*M!999999\\- enable the sandbox mode */ 
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;

DROP TABLE IF EXISTS \`orders\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE \`orders\` (
  \`id\` int(11) NOT NULL AUTO_INCREMENT,
  \`user_id\` int(10) unsigned NOT NULL,
  \`note\` text DEFAULT NULL COMMENT 'it''s',
  PRIMARY KEY (\`id\`),
  KEY \`fk\` (\`user_id\`),
  CONSTRAINT \`fk\` FOREIGN KEY (\`user_id\`) REFERENCES \`users\` (\`id\`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS \`users\`;
CREATE TABLE \`users\` (
  \`id\` int(10) unsigned NOT NULL AUTO_INCREMENT,
  \`status\` enum('new','old') NOT NULL DEFAULT 'new',
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

LOCK TABLES \`users\` WRITE;
/*!40000 ALTER TABLE \`users\` DISABLE KEYS */;
INSERT INTO \`users\` VALUES (1,'new'),(2,'old');
/*!40000 ALTER TABLE \`users\` ENABLE KEYS */;
UNLOCK TABLES;

SET @saved_cs_client     = @@character_set_client;
/*!50001 CREATE VIEW \`v\` AS SELECT
 1 AS \`id\` */;
/*!50001 DROP VIEW IF EXISTS \`v\`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
/*!50001 VIEW \`v\` AS select \`users\`.\`id\` AS \`id\` from \`users\` */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
`

/** As `sqlite3 app.db .schema` writes it. */
const sqliteSchema = `CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT UNIQUE);
CREATE TABLE sqlite_sequence(name,seq);
CREATE INDEX by_email ON users (email);
CREATE VIEW v AS SELECT email FROM users
/* v(email) */;
CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET email = 'x'; SELECT 1; END;
`

beforeAll(() => Promise.all([postgres.load(), mariadb.load(), sqlite.load()]))

describe('a dump is where replay starts', () => {
  test('pg_dump', () => {
    const schema = stateOf(pgDump, postgres)
    expect(summary(schema)).toEqual([
      'users(id bigint, email varchar, mood mood): users_pkey, users_lower',
      'audit.log(id integer, user_id bigint): log_user_id_fkey',
      'enum mood',
      'schema audit',
      'sequence users_id_seq',
    ])
    expect(schema.tables.get('users')?.columns.get('id')?.autoIncrement).toBe('serial')
    expect(schema).toMatchObject({ complete: true })
    expect(schema.sessionVariables).toBeUndefined()
  })

  test('mariadb-dump', () => {
    const schema = stateOf(mariadbDump, mariadb)
    expect(summary(schema)).toEqual([
      'orders(id int, user_id int, note text): PRIMARY, fk, fk',
      'users(id int, status enum): PRIMARY',
      'view v',
    ])
    expect(schema.complete).toBe(true)
    expect(schema.tables.get('users')?.options).toEqual({
      engine: 'InnoDB',
      charset: 'utf8mb4',
      collate: 'utf8mb4_general_ci',
    })
  })

  test('.schema of SQLite', () => {
    const schema = stateOf(sqliteSchema, sqlite)
    expect(summary(schema)).toEqual([
      'users(id integer, email text): users primary key, sqlite_autoindex_users_1, by_email',
      'view v',
      'trigger t',
    ])
    expect(schema.complete).toBe(true)
  })

  test('what cannot be read makes it incomplete', () => {
    expect(stateOf('CREATE TABLE a (x int); FROB everything;', postgres).complete).toBe(false)
  })
})

test('pending migrations start from the baseline, applied ones are part of it', () => {
  const baseline = stateOf(pgDump, postgres)
  const migrations = [
    migration('1', 'CREATE TABLE users (id int)', false),
    migration('2', 'ALTER TABLE users DROP COLUMN mood', true),
  ]
  const replayed = replay(migrations, postgres.semantics, { baseline })
  const last = replayed.at(-1)
  expect(last?.up.before).toBe(baseline)
  expect([...(last?.up.after.tables.get('users')?.columns.keys() ?? [])]).toEqual(['id', 'email'])
})

function stateOf(dump: string, dialect: Dialect): SchemaState {
  const { statements } = readSqlScript({ file: 'structure.sql', transaction: 'none' }, dump, dialect)
  return baselineState(statements, dialect.semantics)
}

function summary(schema: SchemaState): readonly string[] {
  return [
    ...[...schema.tables.values()].map(({ name, columns, constraints, indexes }) => {
      const described = [...columns.values()].map(column => `${column.name} ${column.type?.name}`)
      return `${name}(${described.join(', ')}): ${[...constraints, ...indexes].map(each => each.name).join(', ')}`
    }),
    ...[...schema.enums.values()].map(({ name }) => `enum ${name}`),
    ...[...schema.objects.values()].map(({ type, name }) => `${type} ${name}`),
  ]
}

function migration(name: string, text: string, pending: boolean): Migration {
  const up = readSqlScript({ file: `${name}.sql`, transaction: 'script' }, text, postgres)
  return { name, file: up.file, layout: 'plain', dialect: 'postgres', pending, downExpected: false, up }
}

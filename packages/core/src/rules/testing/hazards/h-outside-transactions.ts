import type { Hazard } from './hazard.ts'

const tables = "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);"
const otherTables = "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE w (id int primary key, m mood);"

export const outsideTransactions: readonly Hazard[] = [{ hazard: "concurrently-in-transaction", engines: ["postgres"], cases: [{ when: "explicit begin", on: "postgres", given: tables, up: "BEGIN; CREATE INDEX CONCURRENTLY i ON u (n); COMMIT", transaction: "none", says: ["concurrently-in-transaction"] },
{ when: "runner wrapped", on: "postgres", given: tables, up: "CREATE INDEX CONCURRENTLY i ON u (n)", says: ["concurrently-in-transaction"] },
{ when: "none", on: "postgres", given: tables, up: "CREATE INDEX CONCURRENTLY i ON u (n)", transaction: "none", silent: "it runs outside a transaction" },
{ when: "one transaction for the batch", on: "postgres", given: tables, up: "CREATE INDEX CONCURRENTLY i ON u (n); CREATE INDEX CONCURRENTLY j ON u (email)", transaction: "batch", says: ["concurrently-in-transaction","concurrently-in-transaction"] },
{ when: "drop", on: "postgres", given: "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE INDEX i ON u (n);", up: "DROP INDEX CONCURRENTLY i", says: ["concurrently-in-transaction"] },
{ when: "reindex", on: "postgres", given: "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE INDEX i ON u (n);", up: "REINDEX INDEX CONCURRENTLY i", says: ["concurrently-in-transaction"] },
{ when: "detach", on: "postgres", given: "CREATE TABLE m (id int, d int) PARTITION BY RANGE (d); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (2);", up: "ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY", says: ["concurrently-in-transaction"] },
{ when: "refresh concurrently ok", on: "postgres", given: "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE MATERIALIZED VIEW mv AS SELECT id FROM u; CREATE UNIQUE INDEX mvi ON mv (id);", up: "REFRESH MATERIALIZED VIEW CONCURRENTLY mv", silent: "this CONCURRENTLY may run in a transaction" }] },
{ hazard: "enum-value-used-in-same-txn", engines: ["postgres"], cases: [{ when: "used", on: "postgres", given: otherTables, up: "ALTER TYPE mood ADD VALUE 'b'; UPDATE w SET m = 'b' WHERE id = 1", says: ["dml-overwrites-data","enum-value-used-in-same-txn","irreversible-operation"] },
{ when: "used default", on: "postgres", given: otherTables, up: "ALTER TYPE mood ADD VALUE 'b'; ALTER TABLE w ALTER COLUMN m SET DEFAULT 'b'", says: ["enum-value-used-in-same-txn","irreversible-operation"] },
{ when: "used check", on: "postgres", given: otherTables, up: "ALTER TYPE mood ADD VALUE 'b'; ALTER TABLE w ADD CHECK (m <> 'b') NOT VALID", says: ["enum-value-used-in-same-txn","irreversible-operation"] },
{ when: "type created in same", on: "postgres", given: "CREATE TABLE w (id int primary key);", up: "CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'; ALTER TABLE w ADD COLUMN m mood DEFAULT 'b'", says: ["irreversible-operation"] },
{ when: "not used", on: "postgres", given: otherTables, up: "ALTER TYPE mood ADD VALUE 'b'", says: ["irreversible-operation"] },
{ when: "pg11 in txn", on: "postgres", given: otherTables, up: "ALTER TYPE mood ADD VALUE 'b'", dbVersion: "11", says: ["irreversible-operation"] },
{ when: "no txn", on: "postgres", given: otherTables, up: "ALTER TYPE mood ADD VALUE 'b'; UPDATE w SET m = 'b' WHERE id = 1", transaction: "none", says: ["dml-overwrites-data","irreversible-operation"] }] },
{ hazard: "non-transactional-stmt-in-txn", engines: ["postgres","sqlite"], cases: [{ when: "vacuum", on: "postgres", given: tables, up: "VACUUM u", says: ["non-transactional-stmt-in-txn"] },
{ when: "vacuum none", on: "postgres", given: tables, up: "VACUUM u", transaction: "none", silent: "it runs outside a transaction" },
{ when: "create database", on: "postgres", given: tables, up: "CREATE DATABASE x", says: ["non-transactional-stmt-in-txn"] },
{ when: "drop database", on: "postgres", given: tables, up: "DROP DATABASE x", says: ["drop-schema","non-transactional-stmt-in-txn"] },
{ when: "alter system", on: "postgres", given: tables, up: "ALTER SYSTEM SET work_mem = '1MB'", says: ["non-transactional-stmt-in-txn","superuser-op"] },
{ when: "reindex database", on: "postgres", given: tables, up: "REINDEX DATABASE x", says: ["non-transactional-stmt-in-txn","reindex-not-concurrently"] },
{ when: "reindex schema", on: "postgres", given: tables, up: "REINDEX SCHEMA public", says: ["non-transactional-stmt-in-txn","reindex-not-concurrently"] },
{ when: "create tablespace", on: "postgres", given: tables, up: "CREATE TABLESPACE ts LOCATION '/x'", says: ["non-transactional-stmt-in-txn"] },
{ when: "cluster all", on: "postgres", given: tables, up: "CLUSTER", says: ["non-transactional-stmt-in-txn","vacuum-full"] },
{ when: "create subscription", on: "postgres", given: tables, up: "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p", says: ["non-transactional-stmt-in-txn"] },
{ when: "drop subscription", on: "postgres", given: tables, up: "DROP SUBSCRIPTION s", says: ["consumers-outside-db","irreversible-operation"] },
{ when: "alter database set tablespace", on: "postgres", given: tables, up: "ALTER DATABASE x SET TABLESPACE ts", says: ["non-transactional-stmt-in-txn"] },
{ when: "sqlite vacuum", on: "sqlite", given: tables, up: "VACUUM", says: ["non-transactional-stmt-in-txn"] },
{ when: "sqlite vacuum none", on: "sqlite", given: tables, up: "VACUUM", transaction: "none", silent: "it runs outside a transaction" }] }]

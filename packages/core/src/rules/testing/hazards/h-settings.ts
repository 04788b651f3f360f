import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);"

export const settings: readonly Hazard[] = [{ hazard: "session-setting-leak", engines: everyEngine, cases: [{ when: "sql_mode", on: mysqlFamily, given: tables, up: "SET sql_mode='ANSI_QUOTES'", says: ["weaken-sql-mode"] },
{ when: "sql_mode reset", on: mysqlFamily, given: tables, up: "SET @old=@@sql_mode; SET sql_mode='ANSI_QUOTES'; SET sql_mode=@old", silent: "it is put back, and nothing runs in between" },
{ when: "fk checks", on: mysqlFamily, given: tables, up: "SET foreign_key_checks=0; DROP TABLE u", says: ["disable-fk-checks","drop-table"] },
{ when: "fk checks reset", on: mysqlFamily, given: tables, up: "SET foreign_key_checks=0; DROP TABLE u; SET foreign_key_checks=1", says: ["drop-table"] },
{ when: "search_path", on: "postgres", given: tables, up: "SET search_path = x", says: ["session-setting-leak"] },
{ when: "set local search_path", on: "postgres", given: tables, up: "SET LOCAL search_path = x", silent: "it ends with the transaction" },
{ when: "search_path reset", on: "postgres", given: tables, up: "SET search_path = x; RESET search_path", silent: "it is put back" },
{ when: "set_config false", on: "postgres", given: tables, up: "SELECT set_config('search_path', '', false)", says: ["session-setting-leak"] },
{ when: "set_config true", on: "postgres", given: tables, up: "SELECT set_config('search_path', '', true)", silent: "it ends with the transaction" },
{ when: "role", on: "postgres", given: tables, up: "SET ROLE admin", says: ["session-setting-leak"] },
{ when: "role reset", on: "postgres", given: tables, up: "SET ROLE admin; CREATE TABLE z (id int primary key); RESET ROLE", silent: "it is put back" },
{ when: "session authorization", on: "postgres", given: tables, up: "SET SESSION AUTHORIZATION admin", says: ["session-setting-leak"] },
{ when: "set local role", on: "postgres", given: tables, up: "SET LOCAL ROLE admin", silent: "it ends with the transaction" },
{ when: "mysql set role", on: mysqlFamily, given: tables, up: "SET ROLE admin", says: ["session-setting-leak"] },
{ when: "replication role", on: "postgres", given: tables, up: "SET session_replication_role = replica", says: ["disable-fk-checks"] },
{ when: "set names", on: mysqlFamily, given: tables, up: "SET NAMES utf8mb4", silent: "it is what the driver sets anyway" },
{ when: "use db", on: mysqlFamily, given: tables, up: "USE other; CREATE TABLE z (id int primary key)", says: ["session-setting-leak"] },
{ when: "pragma fk left off", on: "sqlite", given: tables, up: "PRAGMA foreign_keys=OFF; DROP TABLE u", transaction: "none", says: ["disable-fk-checks","drop-table"] },
{ when: "unique_checks", on: mysqlFamily, given: tables, up: "SET unique_checks=0", says: ["disable-fk-checks"] },
{ when: "time_zone", on: mysqlFamily, given: tables, up: "SET time_zone='+00:00'", says: ["session-setting-leak"] },
{ when: "set global", on: mysqlFamily, given: tables, up: "SET GLOBAL max_connections=10", says: ["superuser-op"] },
{ when: "use then alter attributed", on: mysqlFamily, given: "CREATE DATABASE other; CREATE TABLE other.u (id int primary key, k int); CREATE TABLE u (id int primary key, z int);", up: "USE other; ALTER TABLE u DROP COLUMN k", says: ["drop-column","session-setting-leak"] },
{ when: "use then alter attributed 2", on: mysqlFamily, given: "CREATE DATABASE other; CREATE TABLE other.u (id int primary key, k int); CREATE TABLE u (id int primary key, k varchar(50));", up: "USE other; ALTER TABLE u MODIFY k varchar(60)", says: ["mysql-table-copy","session-setting-leak"] }] }]

import type { Hazard } from './hazard.ts'

const tables = "CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);"

export const pragmas: readonly Hazard[] = [{ hazard: "sqlite-pragma-in-transaction", engines: ["sqlite"], cases: [{ when: "fk in runner txn", on: "sqlite", given: tables, up: "PRAGMA foreign_keys=OFF; DROP TABLE t; PRAGMA foreign_keys=ON", says: ["drop-table","sqlite-pragma-in-transaction"] },
{ when: "fk in begin", on: "sqlite", given: tables, up: "BEGIN; PRAGMA foreign_keys=OFF; DROP TABLE t; COMMIT", transaction: "none", says: ["drop-table","sqlite-pragma-in-transaction"] },
{ when: "fk outside", on: "sqlite", given: tables, up: "PRAGMA foreign_keys=OFF; BEGIN; DROP TABLE t; COMMIT; PRAGMA foreign_keys=ON", transaction: "none", says: ["drop-table"] },
{ when: "journal_mode in txn", on: "sqlite", given: tables, up: "PRAGMA journal_mode=WAL", says: ["sqlite-pragma-in-transaction"] },
{ when: "journal_mode outside", on: "sqlite", given: tables, up: "PRAGMA journal_mode=WAL", transaction: "none", silent: "it has its effect" },
{ when: "synchronous in txn", on: "sqlite", given: tables, up: "PRAGMA synchronous=OFF", says: ["sqlite-pragma-in-transaction"] },
{ when: "defer_foreign_keys ok", on: "sqlite", given: tables, up: "PRAGMA defer_foreign_keys=ON", silent: "it is meant for a transaction" },
{ when: "legacy_alter_table ok", on: "sqlite", given: tables, up: "PRAGMA legacy_alter_table=ON", silent: "it has its effect there" },
{ when: "page_size", on: "sqlite", given: tables, up: "PRAGMA page_size=8192", silent: "it is for a database to come, in a transaction or not" },
{ when: "auto_vacuum", on: "sqlite", given: tables, up: "PRAGMA auto_vacuum=FULL", silent: "it is for a database to come, in a transaction or not" },
{ when: "encoding", on: "sqlite", given: tables, up: "PRAGMA encoding=\"UTF-16\"", silent: "it is for a database to come, in a transaction or not" },
{ when: "query only", on: "sqlite", given: tables, up: "PRAGMA foreign_keys", silent: "it asks and sets nothing" },
{ when: "table_info", on: "sqlite", given: tables, up: "PRAGMA table_info(t)", silent: "it asks and sets nothing" }] },
{ hazard: "sqlite-writable-schema", engines: ["sqlite"], cases: [{ when: "on", on: "sqlite", given: tables, up: "PRAGMA writable_schema=ON", says: ["sqlite-writable-schema"] },
{ when: "=1", on: "sqlite", given: tables, up: "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql = 'x' WHERE name = 't'; PRAGMA writable_schema=0", says: ["dml-overwrites-data","sqlite-writable-schema","unparsed-statement"] },
{ when: "off", on: "sqlite", given: tables, up: "PRAGMA writable_schema=OFF", silent: "it is the default" },
{ when: "RESET", on: "sqlite", given: tables, up: "PRAGMA writable_schema=RESET", silent: "it ends what was on" },
{ when: "query", on: "sqlite", given: tables, up: "PRAGMA writable_schema", silent: "it asks and sets nothing" }] },
{ hazard: "sqlite-name-as-text", engines: ["sqlite"], cases: [{ when: "quoted name no column", on: "sqlite", given: tables, up: "UPDATE t SET s = \"nope\" WHERE id = 1", says: ["dml-overwrites-data"] },
{ when: "quoted where", on: "sqlite", given: tables, up: "DELETE FROM t WHERE \"x\" = 'a'", says: ["delete-rows","sqlite-name-as-text"] },
{ when: "quoted index", on: "sqlite", given: tables, up: "CREATE INDEX i ON t (\"nope\")", says: ["sqlite-name-as-text"] }] }]

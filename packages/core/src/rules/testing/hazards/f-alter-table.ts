import type { Hazard } from './hazard.ts'

const tables = "CREATE TABLE t (id INTEGER PRIMARY KEY, n int, s text, u text UNIQUE); CREATE TABLE p (id INTEGER PRIMARY KEY);"

export const alterTable: readonly Hazard[] = [{ hazard: "sqlite-unsupported-alter", engines: ["sqlite"], cases: [{ when: "alter column type", on: "sqlite", given: tables, up: "ALTER TABLE t ALTER COLUMN n TYPE bigint", says: ["sqlite-unsupported-alter"] },
{ when: "add constraint", on: "sqlite", given: tables, up: "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)", says: ["version-gated"] },
{ when: "add constraint, 3.53.0", on: "sqlite", given: tables, up: "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)", dbVersion: "3.53.0", says: ["add-check"] },
{ when: "add fk", on: "sqlite", given: tables, up: "ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES p(id)", says: ["sqlite-unsupported-alter"] },
{ when: "add unique", on: "sqlite", given: tables, up: "ALTER TABLE t ADD UNIQUE (n)", says: ["sqlite-unsupported-alter"] },
{ when: "add pk", on: "sqlite", given: tables, up: "ALTER TABLE t ADD PRIMARY KEY (n)", says: ["sqlite-unsupported-alter"] },
{ when: "modify", on: "sqlite", given: tables, up: "ALTER TABLE t MODIFY n bigint", says: ["sqlite-unsupported-alter"] },
{ when: "set default", on: "sqlite", given: tables, up: "ALTER TABLE t ALTER COLUMN n SET DEFAULT 1", says: ["sqlite-unsupported-alter"] },
{ when: "set not null", on: "sqlite", given: tables, up: "ALTER TABLE t ALTER COLUMN n SET NOT NULL", says: ["version-gated"] },
{ when: "drop not null", on: "sqlite", given: tables, up: "ALTER TABLE t ALTER COLUMN n DROP NOT NULL", says: ["version-gated"] },
{ when: "set not null new, 3.53.0", on: "sqlite", given: tables, up: "ALTER TABLE t ALTER COLUMN n SET NOT NULL", dbVersion: "3.53.0", says: ["set-not-null"] },
{ when: "drop constraint", on: "sqlite", given: tables, up: "ALTER TABLE t DROP CONSTRAINT c", says: ["version-gated"] },
{ when: "add column if not exists", on: "sqlite", given: tables, up: "ALTER TABLE t ADD COLUMN IF NOT EXISTS k int", says: ["sqlite-unsupported-alter"] },
{ when: "several actions", on: "sqlite", given: tables, up: "ALTER TABLE t ADD COLUMN k int, ADD COLUMN j int", says: ["sqlite-unsupported-alter"] },
{ when: "truncate", on: "sqlite", given: tables, up: "TRUNCATE TABLE t", says: ["unparsed-statement"] }] },
{ hazard: "sqlite-version-gated", engines: ["sqlite"], cases: [{ when: "rename column, 3.24.0", on: "sqlite", given: tables, up: "ALTER TABLE t RENAME COLUMN n TO m", dbVersion: "3.24.0", says: ["version-gated"] },
{ when: "rename column ok, 3.25.0", on: "sqlite", given: tables, up: "ALTER TABLE t RENAME COLUMN n TO m", dbVersion: "3.25.0", says: ["rename-column"] },
{ when: "strict, 3.36.0", on: "sqlite", up: "CREATE TABLE w (id int) STRICT", dbVersion: "3.36.0", says: ["version-gated"] },
{ when: "strict ok, 3.37.0", on: "sqlite", up: "CREATE TABLE w (id int) STRICT", dbVersion: "3.37.0", silent: "the version has it" },
{ when: "generated, 3.30.0", on: "sqlite", up: "CREATE TABLE w (id int, g int AS (id+1))", dbVersion: "3.30.0", says: ["version-gated"] },
{ when: "returning, 3.34.0", on: "sqlite", given: tables, up: "DELETE FROM t WHERE id = 1 RETURNING id", dbVersion: "3.34.0", says: ["delete-rows"] },
{ when: "update from, 3.32.0", on: "sqlite", given: tables, up: "UPDATE t SET n = p.id FROM p WHERE p.id = t.id", dbVersion: "3.32.0", says: ["dml-overwrites-data"] },
{ when: "->>, 3.37.0", on: "sqlite", given: tables, up: "UPDATE t SET s = s ->> 'a' WHERE id = 1", dbVersion: "3.37.0", says: ["dml-overwrites-data"] },
{ when: "jsonb, 3.44.0", on: "sqlite", given: tables, up: "UPDATE t SET s = jsonb(s) WHERE id = 1", dbVersion: "3.44.0", says: ["dml-overwrites-data"] }] }]

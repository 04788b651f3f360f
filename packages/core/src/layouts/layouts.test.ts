import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../discovery/memory-files.ts'
import { findLayout, layouts } from './index.ts'

interface Case {
  readonly layout: string
  readonly files: Readonly<Record<string, string>>
  /** `name: up file[, down file]`, in order. */
  readonly migrations: readonly string[]
  readonly problems?: readonly string[]
}

const cases: readonly Case[] = [
  {
    layout: 'up-down-files',
    files: {
      'm/10_b.up.sql': '',
      'm/2_a.up.sql': '',
      'm/2_a.down.sql': '',
      'm/3_gone.down.sql': '',
      'm/4_c.sql': '',
      'm/4_c.rollback.sql': '',
      'm/5_clean_up.sql': '',
      'm/6_d.sql': '',
      'm/6_d_down.sql': '',
      'm/down/7_e.sql': '',
      'm/7_e.sql': '',
      'm/8_f..up.sql': '',
      'm/8_f.down.sql': '',
    },
    migrations: [
      '2_a: m/2_a.up.sql, m/2_a.down.sql',
      '4_c: m/4_c.sql, m/4_c.rollback.sql',
      '5_clean_up: m/5_clean_up.sql',
      '6_d: m/6_d.sql, m/6_d_down.sql',
      '7_e: m/7_e.sql, m/down/7_e.sql',
      '8_f: m/8_f..up.sql, m/8_f.down.sql',
      '10_b: m/10_b.up.sql',
    ],
    problems: ['orphan-down m/3_gone.down.sql'],
  },
  {
    layout: 'up-down-files',
    files: { 'm/1_a.up.db.sql': '', 'm/1_a.down.db.sql': '', 'm/2_b.db.up.sql': '' },
    migrations: ['1_a: m/1_a.up.db.sql, m/1_a.down.db.sql', '2_b.db: m/2_b.db.up.sql'],
  },
  {
    layout: 'up-down-files',
    files: {
      'm/1_totals.up.sql': '',
      'm/1_add_totals.down.sql': '',
      'm/2_a.up.sql': '',
      'm/2_b.up.sql': '',
      'm/2_c.down.sql': '',
    },
    migrations: [
      '1_totals: m/1_totals.up.sql, m/1_add_totals.down.sql',
      '2_a: m/2_a.up.sql',
      '2_b: m/2_b.up.sql',
    ],
    problems: ['orphan-down m/2_c.down.sql', 'duplicate-version m/2_b.up.sql'],
  },
  {
    layout: 'up-down-folders',
    files: { 'm/2_b/up.sql': '', 'm/1_a/up.sql': '', 'm/1_a/down.sql': '', 'm/3_c/down.sql': '' },
    migrations: ['1_a: m/1_a/up.sql, m/1_a/down.sql', '2_b: m/2_b/up.sql'],
    problems: ['orphan-down m/3_c/down.sql'],
  },
  {
    layout: 'diesel',
    files: { 'diesel.toml': '', 'm/2024-01-02-000000_b/up.sql': '', 'm/2024-01-01-000000_a/up.sql': '' },
    migrations: [
      '20240101000000: m/2024-01-01-000000_a/up.sql',
      '20240102000000: m/2024-01-02-000000_b/up.sql',
    ],
  },
  {
    layout: 'diesel',
    files: {
      'm/2024-01-01-000000_a/up.sql': '',
      'm/2024-01-01-000000_a/down.sql': '',
      'Cargo.toml': '[dependencies]\ndiesel = { workspace = true }',
    },
    migrations: ['20240101000000: m/2024-01-01-000000_a/up.sql, m/2024-01-01-000000_a/down.sql'],
  },
  {
    layout: 'plain',
    files: { 'm/10.sql': '', 'm/9.sql': '', 'm/LATEST.sql': '', 'm/README.md': '' },
    migrations: ['9: m/9.sql', '10: m/10.sql'],
  },
  {
    layout: 'plain',
    files: { 'm/04_01_0005_a.sql': '', 'm/04_01_0010_b.sql': '', 'm/04_02_0005-c.sql': '', 'm/04_x.sql': '' },
    migrations: [
      '04_01_0005_a: m/04_01_0005_a.sql',
      '04_01_0010_b: m/04_01_0010_b.sql',
      '04_02_0005-c: m/04_02_0005-c.sql',
      '04_x: m/04_x.sql',
    ],
  },
  {
    layout: 'plain',
    files: { 'm/04_01_a.sql': '', 'm/04_01_b.sql': '', 'm/2024_01_31_a.sql': '', 'm/2024_01_31_b.sql': '' },
    migrations: [
      '04_01_a: m/04_01_a.sql',
      '04_01_b: m/04_01_b.sql',
      '2024_01_31_a: m/2024_01_31_a.sql',
      '2024_01_31_b: m/2024_01_31_b.sql',
    ],
    problems: ['duplicate-version m/04_01_b.sql'],
  },
  {
    layout: 'plain',
    files: { 'm/07_1st_a.sql': '', 'm/07_2_b.sql': '', 'm/08_c.sql': '' },
    migrations: ['07_1st_a: m/07_1st_a.sql', '07_2_b: m/07_2_b.sql', '08_c: m/08_c.sql'],
    problems: ['duplicate-version m/07_2_b.sql'],
  },
  {
    layout: 'plain',
    files: Object.fromEntries(
      ['1_a', '1_b', '2_a', '2_b', '3_a', '3_b', '4_a', '4_b'].map(name => [`m/${name}.sql`, '']),
    ),
    migrations: ['1_a', '1_b', '2_a', '2_b', '3_a', '3_b', '4_a', '4_b'].map(
      name => `${name}: m/${name}.sql`,
    ),
    problems: ['duplicate-version m/4_b.sql'],
  },
  {
    layout: 'plain',
    files: {
      'm/2021_a.sql': '',
      'm/2021_b.sql': '',
      'm/2022_03_c.sql': '',
      'm/2022_03_d.sql': '',
      'm/202304_e.sql': '',
      'm/202304_f.sql': '',
    },
    migrations: ['2021_a', '2021_b', '2022_03_c', '2022_03_d', '202304_e', '202304_f'].map(
      name => `${name}: m/${name}.sql`,
    ),
  },
  {
    layout: 'plain',
    files: { 'm/1_1.sql': '', 'm/1_2.sql': '', 'm/1_10.sql': '', 'm/1_10_b.sql': '' },
    migrations: ['1_1: m/1_1.sql', '1_2: m/1_2.sql', '1_10: m/1_10.sql', '1_10_b: m/1_10_b.sql'],
    problems: ['duplicate-version m/1_10_b.sql'],
  },
  {
    layout: 'plain',
    files: { 'm/2020_z.sql': '', 'm/2021_a.sql': '', 'm/2021_b.sql': '', 'm/0001_c.sql': '' },
    migrations: [
      '0001_c: m/0001_c.sql',
      '2020_z: m/2020_z.sql',
      '2021_a: m/2021_a.sql',
      '2021_b: m/2021_b.sql',
    ],
    problems: ['duplicate-version m/2021_b.sql'],
  },
  {
    layout: 'flyway',
    files: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(name => [`m/V2021__${name}.sql`, ''])),
    migrations: ['a', 'b', 'c', 'd', 'e'].map(name => `2021: m/V2021__${name}.sql`),
    problems: ['duplicate-version m/V2021__e.sql'],
  },
  {
    layout: 'plain',
    files: { 'm/4/up_mysql.sql': '', 'm/5/up_mysql.sql': '', 'm/5/other.sql': '' },
    migrations: ['m/4/up_mysql: m/4/up_mysql.sql', 'other: m/5/other.sql', 'm/5/up_mysql: m/5/up_mysql.sql'],
  },
  {
    layout: 'plain',
    files: { 'm/1.7.2.sql': '', 'm/1.7.10.sql': '' },
    migrations: ['1.7.2: m/1.7.2.sql', '1.7.10: m/1.7.10.sql'],
  },
  {
    layout: 'dbmate',
    files: {
      'm/20240101_a.sql': '-- migrate:up\nA;\n-- migrate:down\nB;\n',
      'm/20240101_b.sql': '-- migrate:up transaction:false\nC;\n',
    },
    migrations: ['20240101: m/20240101_a.sql, m/20240101_a.sql', '20240101: m/20240101_b.sql'],
    problems: ['duplicate-version m/20240101_b.sql'],
  },
  {
    layout: 'goose',
    files: {
      'm/00010_b.sql': '-- +goose Up\n',
      'm/00002_a.sql': '-- +goose Up\nA;\n-- +goose Down\nB;\n',
      'm/00003_c.go': 'package m',
      'm/00003_c_test.go': 'package m',
      'm/register.go': 'package m',
    },
    migrations: ['2: m/00002_a.sql, m/00002_a.sql', '3: m/00003_c.go, m/00003_c.go', '10: m/00010_b.sql'],
  },
  {
    layout: 'sql-migrate',
    files: { 'm/2-b.sql': '-- +migrate Up\n', 'm/1-a.sql': '-- +migrate Up\nA;\n-- +migrate Down\n' },
    migrations: ['1-a.sql: m/1-a.sql, m/1-a.sql', '2-b.sql: m/2-b.sql'],
  },
  {
    layout: 'pop',
    files: {
      'm/2_b.up.sql': '',
      'm/2_b.mysql.up.sql': '',
      'm/2_b.down.sql': '',
      'm/10_a.postgres.autocommit.up.sql': '',
      'm/10_a.sqlite3.up.sql': '',
      'm/10_a.down.sql': '',
      'm/3_c.up.fizz': '',
      'm/4_d.crdb.up.sql': '',
      'm/5_e.down.sql': '',
      'm/6_f.pg.up.sql': '',
      'm/6_f.postgres.up.sql': '',
      'm/7_g.h2.up.sql': '',
    },
    migrations: [
      '10: m/10_a.postgres.autocommit.up.sql, m/10_a.down.sql',
      '10: m/10_a.sqlite3.up.sql, m/10_a.down.sql',
      '2: m/2_b.up.sql, m/2_b.down.sql',
      '2: m/2_b.mysql.up.sql, m/2_b.down.sql',
      '3: m/3_c.up.fizz',
      '4: m/4_d.crdb.up.sql',
      '6: m/6_f.pg.up.sql',
    ],
    problems: ['orphan-down m/5_e.down.sql', 'duplicate-version m/6_f.postgres.up.sql'],
  },
  {
    layout: 'golang-migrate',
    files: {
      'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.1.0',
      'm/000002_b.up.sql': '',
      'm/000001_a.up.sql': '',
      'm/000001_a.down.sql': '',
      'm/000003_odd.up..sql': '',
    },
    migrations: [
      '1: m/000001_a.up.sql, m/000001_a.down.sql',
      '2: m/000002_b.up.sql',
      '3: m/000003_odd.up..sql',
    ],
  },
  {
    layout: 'sqlx',
    files: {
      'm/10_b.up.sql': '',
      'm/02_a.up.sql': '',
      'm/2_undo_a.down.sql': '',
      'm/notes.sql': '',
      'Cargo.toml': '[workspace.dependencies]\nsqlx = "0.8"',
    },
    migrations: ['2: m/02_a.up.sql, m/2_undo_a.down.sql', '10: m/10_b.up.sql'],
  },
  {
    layout: 'up-down-folders',
    files: {
      'm/2_b/up.yaml': '',
      'm/2_b/down.yaml': '',
      'm/1_a/up.sql': '',
      'm/1_a/down.yaml': '',
      'm/3_c/up.sql': '',
    },
    migrations: ['1_a: m/1_a/up.sql', '2_b: m/2_b/up.yaml', '3_c: m/3_c/up.sql'],
  },
  {
    layout: 'knex',
    files: {
      'm/20240102_b.ts': 'export async function up(knex) {}',
      'm/20240101_a.js': 'exports.up = knex => {}; exports.down = () => {}',
      'm/run.ts':
        'export default async function run(database) { const files = await readdir(here); async function up() {} }',
      'm/20240101_a.d.ts': 'export function up(): void',
      'm/shared/columns.js': 'exports.columns = []',
    },
    migrations: [
      '20240101_a.js: m/20240101_a.js, m/20240101_a.js',
      '20240102_b.ts: m/20240102_b.ts, m/20240102_b.ts',
    ],
    problems: ['unknown-statement m/20240101_a.d.ts'],
  },
  {
    layout: 'flyway',
    files: {
      'm/V10__c.sql': '',
      'm/V2_1__b.sql': '',
      'm/V2__a.sql': '',
      'm/U2__a.sql': '',
      'm/R__views.sql': '',
      'm/U9__x.sql': '',
    },
    migrations: [
      '2: m/V2__a.sql, m/U2__a.sql',
      '2.1: m/V2_1__b.sql',
      '10: m/V10__c.sql',
      'R__views.sql: m/R__views.sql',
    ],
    problems: ['orphan-down m/U9__x.sql'],
  },
  {
    layout: 'flyway',
    files: {
      'r/application.properties': 'spring.flyway.schemas=app\r\nspring.flyway.sql-migration-prefix=\r\n',
      'r/db/migration/20170206__a.sql': '',
      'r/db/migration/20170207__b.sql': '',
      'r/db/migration/U20170207__b.sql': '',
      'r/db/migration/R__views.sql': '',
      'r/db/migration/V3__not_named_so.sql': '',
    },
    migrations: [
      '20170206: r/db/migration/20170206__a.sql',
      '20170207: r/db/migration/20170207__b.sql, r/db/migration/U20170207__b.sql',
      'R__views.sql: r/db/migration/R__views.sql',
    ],
  },
  {
    layout: 'flyway',
    files: {
      'flyway.toml':
        '[flyway]\nsqlMigrationPrefix = "Ver" # ours\nsqlMigrationSeparator = "-"\nsqlMigrationSuffixes = [".sql", ".pg.sql"]\n',
      'm/Ver2-b.sql': '',
      'm/Ver1_1-a.sql': '',
    },
    migrations: ['1.1: m/Ver1_1-a.sql', '2: m/Ver2-b.sql'],
  },
  {
    layout: 'flyway',
    files: {
      'application.yml': 'spring:\n  flyway:\n    enabled: true\n    sql-migration-prefix: ""\n',
      'm/1__a.sql': '',
      'm/2__b.sql': '',
    },
    migrations: ['1: m/1__a.sql', '2: m/2__b.sql'],
  },
  {
    layout: 'flyway',
    files: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the environment
      'flyway.conf': '# flyway.sqlMigrationPrefix=\nflyway.undoSqlMigrationPrefix=${UNDO}\n',
      'm/V1__a.sql': '',
      'm/U1__a.sql': '',
    },
    migrations: ['1: m/V1__a.sql, m/U1__a.sql'],
  },
  {
    layout: 'refinery',
    files: {
      'm/V1__a.sql': '',
      'm/U20240102__b.sql': '',
      'm/U20240101__c.sql': '',
      'm/V0002__d.rs': '',
      'm/mod.rs': '',
      'm/V1__e.sql': '',
    },
    migrations: [
      '1: m/V1__a.sql',
      '1: m/V1__e.sql',
      '2: m/V0002__d.rs',
      '20240101: m/U20240101__c.sql',
      '20240102: m/U20240102__b.sql',
    ],
    problems: ['duplicate-version m/V1__e.sql'],
  },
  {
    layout: 'refinery',
    files: { 'Cargo.toml': '[dependencies]\nrefinery = "0.9"', 'm/V1__a.sql': '', 'm/U2__b.sql': '' },
    migrations: ['1: m/V1__a.sql', '2: m/U2__b.sql'],
  },
  {
    layout: 'flyway',
    files: { 'flyway.conf': '', 'm/V1__a.sql': '', 'm/U2__b.sql': '', 'm/U3__c.sql': '' },
    migrations: ['1: m/V1__a.sql'],
    problems: ['orphan-down m/U2__b.sql', 'orphan-down m/U3__c.sql'],
  },
  {
    layout: 'mybatis',
    files: {
      'db/environments/development.properties': '',
      'db/scripts/bootstrap.sql': '',
      'db/scripts/20240102_b.sql': 'CREATE TABLE b (id int);\n  --  //  @UNDO\nDROP TABLE b;\n',
      'db/scripts/20240101_a.sql': '-- // a\nCREATE TABLE a (id int);\n',
      'db/scripts/20240102_c.sql': '-- //@undo\n',
    },
    migrations: [
      '20240101: db/scripts/20240101_a.sql',
      '20240102: db/scripts/20240102_b.sql, db/scripts/20240102_b.sql',
      '20240102: db/scripts/20240102_c.sql',
    ],
    problems: ['duplicate-version db/scripts/20240102_c.sql'],
  },
  {
    layout: 'prisma',
    files: {
      'm/migration_lock.toml': 'provider = "mysql"',
      'm/20240102_b/migration.sql': '',
      'm/20240101_a/migration.sql': '',
      'm/20240101_a/down.sql': '',
    },
    migrations: [
      '20240101_a: m/20240101_a/migration.sql, m/20240101_a/down.sql',
      '20240102_b: m/20240102_b/migration.sql',
    ],
  },
  {
    layout: 'drizzle',
    files: {
      'd/meta/_journal.json': JSON.stringify({
        dialect: 'sqlite',
        entries: [
          { tag: '0001_b', when: 2 },
          { tag: '0000_a', when: 1 },
          { tag: '0002_gone', when: 3 },
        ],
      }),
      'd/0000_a.sql': '',
      'd/0001_b.sql': '',
      'd/0009_stray.sql': '',
    },
    migrations: ['0001_b: d/0001_b.sql', '0000_a: d/0000_a.sql'],
    problems: ['missing-applied-file d/meta/_journal.json', 'out-of-order d/0009_stray.sql'],
  },
  {
    layout: 'drizzle',
    files: { 'd/20240101_a/migration.sql': '', 'd/20240101_a/snapshot.json': '{}' },
    migrations: ['20240101_a: d/20240101_a/migration.sql'],
  },
  {
    layout: 'supabase',
    files: { 'supabase/migrations/20240101_a.sql': '' },
    migrations: ['20240101: supabase/migrations/20240101_a.sql'],
  },
  {
    layout: 'sqitch',
    files: {
      'db/sqitch.plan':
        '%syntax-version=1.0.0\n\nusers 2024 A\nposts [users] 2024 A\n@v1 2024 A\nusers [users@v1] 2024 A\n',
      'db/deploy/users.sql': '',
      'db/deploy/users@v1.sql': '',
      'db/revert/users@v1.sql': '',
    },
    migrations: ['users@v1: db/deploy/users@v1.sql, db/revert/users@v1.sql', 'users: db/deploy/users.sql'],
    problems: ['missing-applied-file db/sqitch.plan'],
  },
  {
    // The earlier script carries the first tag, the requirement names the last.
    layout: 'sqitch',
    files: {
      'sqitch.plan':
        'users 2024 A\n@v1 2024 A\n@v2 2024 A\nusers [users@v2] 2024 A\n@v3 2024 A\nusers 2024 A\n',
      'deploy/users.sql': '',
      'deploy/users@v1.sql': '',
      'deploy/users@v3.sql': '',
    },
    migrations: ['users@v2: deploy/users@v1.sql', 'users@v3: deploy/users@v3.sql', 'users: deploy/users.sql'],
  },
  {
    layout: 'postgrator',
    files: { 'm/010.do.b.sql': '', 'm/002.do.a.sql': '', 'm/002.undo.a.sql': '' },
    migrations: ['2: m/002.do.a.sql, m/002.undo.a.sql', '10: m/010.do.b.sql'],
  },
  {
    layout: 'graphile-migrate',
    files: { 'm/committed/000001.sql': '--! Previous: -\n--! Hash: sha1:x\n', 'm/current.sql': '' },
    migrations: ['000001.sql: m/committed/000001.sql', 'current.sql: m/current.sql'],
  },
  {
    layout: 'graphile-migrate',
    files: {
      'm/2-roles.sql': '--! Previous: -\n',
      'm/committed/000001-users_and-more.sql': '--! Previous: -\n--! Hash: sha1:x\n',
      'm/fixtures/1.sql': '--! Hash: -\n',
      'm/current/10-b.sql': '--! Message: b\n--! Hash: -\n',
      'm/current/9.sql': '--! Hash: -\n',
    },
    migrations: [
      '000001.sql: m/committed/000001-users_and-more.sql',
      '9.sql: m/current/9.sql',
      '10-b.sql: m/current/10-b.sql',
    ],
  },
  {
    layout: 'graphile-migrate',
    files: {
      '000001.sql': '--! Previous: -\n--! Hash: sha1:x\n',
      '000002-b.sql': '--! Previous: -\n--! Hash: sha1:x\n',
    },
    migrations: ['000001.sql: 000001.sql', '000002.sql: 000002-b.sql'],
  },
  {
    layout: 'sql-migrate',
    files: {
      'm/v10.sql': '-- +migrate Up\n',
      'm/v2.sql': '-- +migrate Up\n',
      'm/1_b.sql': '-- +migrate Up\n',
      'm/01_c.sql': '-- +migrate Up\n',
      'm/10.sql': '-- +migrate Up\n',
      'm/9.sql': '-- +migrate Up\n',
    },
    migrations: [
      '01_c.sql: m/01_c.sql',
      '1_b.sql: m/1_b.sql',
      '9.sql: m/9.sql',
      '10.sql: m/10.sql',
      'v10.sql: m/v10.sql',
      'v2.sql: m/v2.sql',
    ],
  },
  {
    layout: 'node-pg-migrate',
    files: {
      'm/20240101000000000_a.sql': '-- Up Migration\n',
      'm/1735689600000_c.sql': '-- Up Migration\n',
      'm/20240601000000000_b.sql': '-- Up Migration\n',
    },
    migrations: [
      '20240101000000000_a: m/20240101000000000_a.sql',
      '20240601000000000_b: m/20240601000000000_b.sql',
      '1735689600000_c: m/1735689600000_c.sql',
    ],
  },
  {
    layout: 'db-migrate',
    files: {
      'm/20240101000000-renamed.js': "path.join(__dirname, 'sqls', '20240101000000-first-up.sql')",
      'm/sqls/20240101000000-first-up.sql': '',
      'm/sqls/20240101000000-first-down.sql': '',
    },
    migrations: [
      '/20240101000000-renamed: m/sqls/20240101000000-first-up.sql, m/sqls/20240101000000-first-down.sql',
    ],
  },
  {
    layout: 'liquibase',
    files: {
      'db/c/master.yaml':
        'databaseChangeLog:\n  - include:\n      file: /db/c/sql/b.sql\n  - include:\n      file: /db/c/more.xml\n',
      'db/c/more.xml':
        '<databaseChangeLog><include file="sql/a10.sql"/><include file="master.yaml"/></databaseChangeLog>',
      'db/c/sql/a10.sql': '--liquibase formatted sql\n--changeset ann:1\nA;',
      'db/c/sql/a3.sql': '--liquibase formatted sql\n--changeset ann:1\nA;',
      'db/c/sql/a20.sql': '--liquibase formatted sql\n--changeset ann:1\nA;',
      'db/c/sql/b.sql': '--liquibase formatted sql\n--changeset ann:1\nA;',
    },
    migrations: ['b', 'a10', 'a20', 'a3'].map(name => `1::ann::db/c/sql/${name}.sql: db/c/sql/${name}.sql`),
  },
  {
    layout: 'atlas',
    files: {
      'm/atlas.sum': 'h1:x',
      'm/20240101_a.sql': '',
      'm/20240102_all.sql': '-- atlas:checkpoint\n',
      'm/20240103_c.sql': '',
    },
    migrations: ['20240101: m/20240101_a.sql', '20240103: m/20240103_c.sql'],
  },
  {
    layout: 'liquibase',
    files: {
      'c/1.sql': '--liquibase formatted sql\n--changeset ann:1\nA;\n--rollback B;\n--changeset ann:2\nC;\n',
    },
    migrations: ['1::ann::c/1.sql: c/1.sql, c/1.sql', '2::ann::c/1.sql: c/1.sql'],
  },
  {
    layout: 'knex-migrator',
    files: {
      'm/init/1-create-tables.js': 'module.exports.up = knex => {}',
      'm/versions/1.10/1-b.js': 'module.exports.up = ({ connection }) => {}',
      'm/versions/1.9/2-a.js': 'module.exports = addTable({})',
      'm/versions/2.0-payments/1-c.js': 'module.exports = addTable({})',
      'm/utils/index.js': '',
    },
    migrations: [
      '1.9/2-a.js: m/versions/1.9/2-a.js, m/versions/1.9/2-a.js',
      '1.10/1-b.js: m/versions/1.10/1-b.js, m/versions/1.10/1-b.js',
      '2.0-payments/1-c.js: m/versions/2.0-payments/1-c.js, m/versions/2.0-payments/1-c.js',
    ],
  },
  {
    layout: 'node-pg-migrate',
    files: { 'm/2_b.sql': 'B;', 'm/1_a.sql': '-- Up Migration\nA;\n-- Down Migration\nB;' },
    migrations: ['1_a: m/1_a.sql, m/1_a.sql', '2_b: m/2_b.sql'],
  },
  {
    layout: 'db-migrate',
    files: {
      'm/20240101000000-a.js': "exports.up = db => db.runSql('')",
      'm/20240102000000-b.js': 'var dbm',
      'm/sqls/20240102000000-b-up.sql': '',
      'm/sqls/20240102000000-b-down.sql': '',
    },
    migrations: [
      '/20240101000000-a: m/20240101000000-a.js, m/20240101000000-a.js',
      '/20240102000000-b: m/sqls/20240102000000-b-up.sql, m/sqls/20240102000000-b-down.sql',
    ],
  },
  {
    layout: 'typeorm',
    files: { 'm/1700000000000-Add.ts': 'export class Add1700000000000 implements MigrationInterface {}' },
    migrations: ['Add1700000000000: m/1700000000000-Add.ts, m/1700000000000-Add.ts'],
  },
  {
    layout: 'sequelize',
    files: { 'm/20240101000000-a.js': 'module.exports = { up(queryInterface) {} }' },
    migrations: ['20240101000000-a.js: m/20240101000000-a.js, m/20240101000000-a.js'],
  },
  {
    layout: 'knex',
    files: {
      'm/1_a.js': 'const up = (db) => db.raw(``);\nmodule.exports = { up, down };',
      'm/2_b.js': 'module.exports = pureSqlMigration(__filename);',
      'm/2_b.up.sql': '',
      'm/2_b.down.sql': '',
    },
    migrations: ['1_a.js: m/1_a.js, m/1_a.js', '2_b.js: m/2_b.js, m/2_b.js'],
  },
  {
    layout: 'mikro-orm',
    files: { 'm/Migration20240101.ts': "import { Migration } from '@mikro-orm/migrations'" },
    migrations: ['Migration20240101: m/Migration20240101.ts, m/Migration20240101.ts'],
  },
  {
    layout: 'kysely',
    files: { 'm/1_a.ts': "import type { Kysely } from 'kysely'\nexport async function up(db) {}" },
    migrations: ['1_a: m/1_a.ts, m/1_a.ts'],
  },
]

describe('every layout', () => {
  test.each(cases)('$layout is recognised first for its own files', async ({ layout, files }) => {
    const project = memoryFiles(files)
    const scores = await Promise.all(
      layouts.map(async one => ({ name: one.name, score: await one.recognise(Object.keys(files), project) })),
    )
    expect(scores.toSorted((first, second) => second.score - first.score)[0]?.name).toBe(layout)
  })

  test.each(cases)('$layout: names, order and pairs', async ({ layout, files, migrations, problems }) => {
    const arranged = await findLayout(layout).arrange(Object.keys(files), memoryFiles(files))
    expect(
      arranged.migrations.map(
        ({ name, up, down }) => `${name}: ${[up.file, ...(down ? [down.file] : [])].join(', ')}`,
      ),
    ).toEqual(migrations)
    expect(arranged.problems.map(({ ruleId, file }) => `${ruleId} ${file}`)).toEqual(problems ?? [])
  })

  test('has a case here', () => {
    const covered = new Set(cases.map(({ layout }) => layout))
    expect(layouts.map(({ name }) => name).filter(name => !covered.has(name))).toEqual([])
  })
})

test('an unknown layout is answered with the nearest name', () => {
  expect(() => findLayout('gose')).toThrow('Unknown layout "gose"; did you mean "goose"?')
  expect(() => findLayout('nothing-like-it')).toThrow('known layouts: knex')
})

test('diesel: a project with an engine in each folder has them all', async () => {
  const files = memoryFiles({
    'db/diesel_sqlite.toml': '',
    'db/diesel_postgres.toml': '',
    'db/migrations_sqlite/2024-01-01-000000_a/up.sql': '',
    'db/migrations_postgres/2024-01-01-000000_a/up.sql': '',
    'db/migrations_notes/readme.md': '',
    'plugin/diesel.toml': '',
    'plugin/migrations/2024-01-01-000000_b/up.sql': '',
  })
  const found = await findLayout('diesel').detect(files)
  expect(found.flatMap(({ paths }) => paths).toSorted()).toEqual([
    'db/migrations_postgres',
    'db/migrations_sqlite',
    'plugin/migrations',
  ])
})

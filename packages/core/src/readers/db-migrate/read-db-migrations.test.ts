import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { DialectName, Script } from '../../migration/migration.ts'
import type { CodeResult } from '../knex/code-file.ts'
import type { RunSetup } from '../knex/run-files.ts'
import { readDbMigrations } from './read-db-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'db-migrate-')))
afterAll(() => rmSync(root, { recursive: true }))

let projects = 0

async function readAll(
  sources: readonly string[],
  dialect: DialectName = 'postgres',
  setup: Partial<RunSetup> = {},
): Promise<readonly CodeResult[]> {
  const folder = join(root, String(++projects))
  const files = sources.map((source, index) => {
    const file = `2024010100000${index}-m.js`
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, source)
    return { file, path, source, pending: true }
  })
  return readDbMigrations(files, { dialect: dialects[dialect], root: folder, ...setup })
}

async function read(source: string, dialect?: DialectName, setup?: Partial<RunSetup>): Promise<CodeResult> {
  const [result] = await readAll([source], dialect, setup)
  if (result === undefined) throw new Error('nothing was read')
  return result
}

function textsOf(script: Script | undefined): readonly string[] {
  return (
    script?.statements.map(({ text, location }) => `${location.line} ${text.replace(/\s+/g, ' ').trim()}`) ??
    []
  )
}

const up = (body: string): string =>
  `exports.up = function (db, callback) {\n${body}\n}\nexports.down = db => null`

test('a callback, a promise and a chain of them', async () => {
  const { up, down } = await read(`
exports.up = function (db, callback) {
  db.runSql('CREATE TABLE a (id int); CREATE TABLE b (id int)', callback)
}
exports.down = function (db) {
  return db.dropTable('b')
    .then(() => db.dropTable('a', { ifExists: true }))
}`)
  expect(textsOf(up)).toEqual(['3 CREATE TABLE a (id int)', '3 CREATE TABLE b (id int)'])
  expect(textsOf(down)).toEqual(['6 DROP TABLE "b"', '7 DROP TABLE IF EXISTS "a"'])
  expect([up.transaction, down?.transaction]).toEqual(['script', 'script'])
  expect(up.autocommitOff).toBeUndefined()
  const onMysql = await read(`exports.up = db => db.dropTable('b')\nexports.down = db => null`, 'mysql')
  expect(onMysql.up.autocommitOff).toBe(true)
  expect(up.statements.flatMap(({ operations }) => operations.map(({ kind }) => kind))).toEqual([
    'create-table',
    'create-table',
  ])
})

/** As the drivers send it, which was compared call by call: db-migrate-pg 1.5.2, -mysql 3.0.0, -sqlite3 1.0.2. */
const calls: readonly (readonly [call: string, Partial<Record<DialectName, readonly string[]>>])[] = [
  [
    `db.createTable('t', { id: { type: 'int', primaryKey: true, autoIncrement: true }, name: { type: type.STRING, length: 20, notNull: true } }, callback)`,
    {
      postgres: ['CREATE TABLE "t" ("id" SERIAL PRIMARY KEY, "name" VARCHAR (20) NOT NULL)'],
      mysql: ['CREATE TABLE `t` (`id` INTEGER PRIMARY KEY AUTO_INCREMENT, `name` VARCHAR (20) NOT NULL)'],
      sqlite: ['CREATE TABLE "t" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" VARCHAR (20) NOT NULL)'],
    },
  ],
  [
    `db.addColumn('t', 'owner', { type: 'int', foreignKey: { name: 'f', table: 'o', mapping: 'id', rules: { onDelete: 'CASCADE' } } }, callback)`,
    {
      postgres: [
        'ALTER TABLE "t" ADD COLUMN "owner" INTEGER',
        'ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("owner") REFERENCES "o" ("id") ON DELETE CASCADE ON UPDATE NO ACTION',
      ],
      mysql: [
        'ALTER TABLE `t` ADD COLUMN `owner` INTEGER',
        'ALTER TABLE `t` ADD CONSTRAINT `f` FOREIGN KEY (`owner`) REFERENCES `o` (`id`) ON DELETE CASCADE ON UPDATE NO ACTION',
      ],
      sqlite: ['ALTER TABLE "t" ADD COLUMN "owner" INTEGER'],
    },
  ],
  [
    `db.changeColumn('t', 'c', { type: 'string', length: 9, notNull: true }, callback)`,
    {
      postgres: [
        'ALTER TABLE "t" ALTER COLUMN "c" SET NOT NULL',
        'ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT',
        'ALTER TABLE "t" ALTER COLUMN "c" TYPE VARCHAR (9) USING "c"::VARCHAR',
      ],
      mysql: ['ALTER TABLE `t` CHANGE COLUMN `c` `c` VARCHAR (9) NOT NULL'],
    },
  ],
  [
    `db.addIndex('t', 'i', ['a', 'b'], true, callback)`,
    {
      postgres: ['CREATE UNIQUE INDEX "i" ON "t" ("a", "b")'],
      mysql: ['ALTER TABLE `t` ADD UNIQUE INDEX `i` (`a`, `b`)'],
    },
  ],
  [
    `db.insert('t', ['a', 'b'], ["it's", 1], callback)`,
    { postgres: [`INSERT INTO "t" ("a","b") VALUES ('it''s',1)`] },
  ],
]

test.each(calls)('%s', async (call, expected) => {
  for (const [dialect, texts] of Object.entries(expected)) {
    const source = `let type\nexports.setup = ({ dbmigrate }) => { type = dbmigrate.dataType }\n${up(call)}`
    const result = await read(source, dialect as DialectName)
    expect(textsOf(result.up)).toEqual(texts.map(text => `4 ${text}`))
  }
})

test('a column that is renamed in MySQL keeps its type, and nothing else', async () => {
  const [, second] = await readAll(
    [
      up(`db.runSql('CREATE TABLE t (a varchar(20) NOT NULL)', callback)`),
      up(`db.renameColumn('t', 'a', 'b', callback)`),
    ],
    'mysql',
  )
  expect(textsOf(second?.up)).toEqual(['2 ALTER TABLE `t` CHANGE `a` `b` varchar(20)'])
})

test('the package async is there without being installed, and each step has its own line', async () => {
  const { up, down } = await read(`
const async = require('async')
exports.up = (db, callback) => {
  async.series([
    db.addColumn.bind(db, 't', 'a', 'int'),
    next => db.runSql('DROP TABLE x', next),
  ], callback)
}
exports.down = (db, callback) => {
  async.eachSeries(['x', 'y'], (name, next) => db.dropTable(name, next), callback)
}`)
  expect(textsOf(up)).toEqual(['5 ALTER TABLE "t" ADD COLUMN "a" INTEGER', '6 DROP TABLE x'])
  expect(textsOf(down)).toEqual(['10 DROP TABLE "x"', '10 DROP TABLE "y"'])
})

test('what it reads is tried both ways', async () => {
  const result = await read(
    up(`db.all('SELECT count(*) AS count FROM t', (error, rows) => {
  if (Number(rows[0].count) === 4) db.runSql('DELETE FROM a', callback)
  else db.runSql('DELETE FROM b', callback)
})`),
  )
  expect(
    textsOf(result.up)
      .map(text => text.slice(2))
      .toSorted(),
  ).toEqual(['DELETE FROM a', 'DELETE FROM b', 'SELECT count(*) AS count FROM t'])
  expect(result.up.notes).toEqual([])
})

test.each([
  ['an error in the callback', `callback(new Error('no'))`, '"up" always throws: no.'],
  ['a rejected promise', `return Promise.reject(new Error('no'))`, '"up" always throws: no.'],
  [
    'a throw in a callback',
    `db.runSql('SELECT 1', () => { throw new Error('no') })`,
    '"up" always throws: no.',
  ],
  [
    'a callback that nobody calls',
    `db.runSql('SELECT 1')`,
    '"up" did not come to an end in the time that it was given.',
  ],
  [
    'what is not read',
    `db.createDatabase('a', callback)`,
    '"up" could not be run to its end without a database: what createDatabase() of db-migrate does is not read yet.',
  ],
])('%s', async (_title, body, message) => {
  const result = await read(up(body), 'postgres', { timeout: 400 })
  expect(result.up.notes.map(note => note.message)).toEqual([message])
})

test('what SQLite cannot do stops the migration', async () => {
  const result = await read(up(`db.removeColumn('t', 'a', callback)`), 'sqlite')
  expect(result.up.notes.map(note => note.message)).toEqual(['"up" always throws: not implemented.'])
})

test('a file without a down has none', async () => {
  const { down } = await read(`exports.up = db => db.runSql('SELECT 1')`)
  expect(down).toBeUndefined()
})

test.each(['sandbox', 'never'] as const)('in the engine %s', async engine => {
  const { up, down } = await read(
    `
exports.up = function (db, callback) {
  db.createTable('t', { a: 'int' }, callback)
}
exports.down = function (db) {
  return db.dropTable('t')
}`,
    'postgres',
    { engine },
  )
  expect(textsOf(up)).toEqual(['3 CREATE TABLE "t" ("a" INTEGER )'])
  expect(textsOf(down)).toEqual(['6 DROP TABLE "t"'])
})

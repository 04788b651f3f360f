import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Script } from '../../migration/migration.ts'
import { readKnexMigrations } from './read-knex-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-rows-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let projects = 0

async function upOf(body: string, files: Readonly<Record<string, string>> = {}): Promise<Script> {
  const folder = join(root, String(++projects))
  for (const [name, text] of Object.entries({ ...files, 'm.js': `${body}\nexports.down = () => {}` })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const [result] = await readKnexMigrations([{ file: 'm.js', path: join(folder, 'm.js'), pending: true }], {
    dialect: dialects.postgres,
    root: folder,
    timeout: 20_000,
  })
  if (result === undefined) throw new Error('nothing was read')
  return result.up
}

const up = (body: string): string => `exports.up = async knex => {${body}}`
const textsOf = ({ statements }: Script): readonly string[] => statements.map(({ text }) => text)
const notesOf = ({ notes }: Script): readonly string[] =>
  notes.map(({ kind, message }) => `${kind}: ${message}`)

describe('a value of a row decides', () => {
  const cases: readonly (readonly [name: string, code: string, condition: string])[] = [
    ['a text', `if (row.type === 'old') HERE`, 'type of rows(select * from "t" limit $1) is \'old\''],
    [
      'a number',
      'if (row.level < 3 && row.level > 0) HERE',
      'level of rows(select * from "t" limit $1) is a number',
    ],
    ['none', 'if (!row.parent) HERE', 'parent of rows(select * from "t" limit $1) is null'],
    [
      'a switch',
      `switch (row.kind) { case 'a': break; case 'b': HERE }`,
      'kind of rows(select * from "t" limit $1) is \'b\'',
    ],
    [
      'one of a list',
      `const kinds = ['x', 'y']; if (kinds.includes(row.kind)) HERE`,
      'kind of rows(select * from "t" limit $1) is \'x\'',
    ],
    [
      'what JSON holds',
      `const settings = JSON.parse(row.settings); if (settings.mode === 'on') HERE`,
      "mode of rows(unknown_value_of_settings) is 'on'",
    ],
    [
      'a key of a table, by another name',
      `const names = { a: 'b' }; const old = row.kind; if (names[old]) HERE`,
      'kind of rows(select * from "t" limit $1) is \'a\'',
    ],
    [
      'a key of a table that is turned round',
      `const names = { a: 'b' }; const back = Object.fromEntries(Object.entries(names).map(([k, v]) => [v, k]))
      const { kind: old } = row; if (back[old]) HERE`,
      'kind of rows(select * from "t" limit $1) is \'b\'',
    ],
    ['a flag that is off', 'if (!row.is_open) HERE', 'is_open of rows(select * from "t" limit $1) is false'],
  ]

  test.each(cases)('%s', async (_name, code, condition) => {
    const script = await upOf(
      up(`const row = await knex('t').first()
        if (!row) return
        ${code.replace('HERE', `await knex.schema.dropTable('a')`)}`),
    )
    expect(notesOf(script)).toEqual([])
    const drop = script.statements.find(({ text }) => text === 'drop table "a"')
    expect(drop?.conditions).toContain(condition)
  })

  test('what falls over a text gets what it can use, and the way on is the expected one', async () => {
    const script = await upOf(
      up(`const rows = await knex('t')
        for (const row of rows) await knex('t').where({ id: row.id }).update({ day: row.made.toISOString().slice(0, 10) })
        await knex.schema.dropTable('a')`),
    )
    expect(notesOf(script)).toEqual([])
    expect(script.statements.map(({ text, runs }) => [text, runs])).toEqual([
      ['select * from "t"', undefined],
      ['update "t" set "day" = $1 where "id" = $2', 'perhaps'],
      ['drop table "a"', undefined],
    ])
  })

  test('many rows are tried where one is not enough', async () => {
    const script = await upOf(
      up(`const rows = await knex('t'); if (rows.length > 1) await knex.schema.dropTable('a')`),
    )
    expect(script.statements.map(({ text, conditions }) => [text, conditions])).toEqual([
      ['select * from "t"', undefined],
      ['drop table "a"', ['rows(select * from "t") is many']],
    ])
  })

  test('searching what is made of rows can hit', async () => {
    const script = await upOf(
      up(`const all = await knex('t')
        const own = all.filter(row => row.owner === 'me').map(row => row)
        await knex.raw('select ' + own.find(row => row.size > 9000).id)`),
    )
    expect(textsOf(script)).toContain('select unknown_value_of_id')
  })
})

describe('how many rows a change finds', () => {
  test('a loop that waits for none ends', async () => {
    const script = await upOf(
      up(`for (;;) { const { rowCount } = await knex.raw('delete from t where id in (select id from t limit 9)')
          if (rowCount === 0) break }
        let n = 1
        while (n > 0) n = await knex('t').where({ a: 1 }).update({ a: 2 })
        await knex.schema.dropTable('a')`),
    )
    expect(notesOf(script)).toEqual([])
    expect(textsOf(script).at(-1)).toBe('drop table "a"')
  })

  test('a query without rows counts none', async () => {
    const script = await upOf(
      up(`const { rowCount } = await knex.raw("select 1 from pg_roles where rolname = 'x'")
        if (rowCount === 0) await knex.raw('create role x')`),
    )
    expect(textsOf(script)).toContain('create role x')
  })

  test('the same question about each of many is answered for each', async () => {
    const script = await upOf(
      up(`for (let n = 0; n < 40; n++) {
          const [row] = await knex('t').where({ n }).select('id')
          await knex('u').insert({ t: row.id })
        }`),
    )
    expect(textsOf(script).filter(text => text.startsWith('insert'))).toHaveLength(40)
  })
})

describe('what is not certain is not claimed', () => {
  test('an exception that hangs on a value', async () => {
    const script = await upOf(
      up(`const { rows } = await knex.raw('select share from t')
        const share = rows[0]?.share
        if (share === 0.25) await knex.raw('select 1')
        else throw new Error('not a share: ' + share)`),
    )
    expect(notesOf(script)).toEqual([])
    expect(textsOf(script)).toEqual(['select share from t', 'select 1'])
  })

  test('one that comes whatever the table holds is', async () => {
    const script = await upOf(up(`await knex('t').first(); throw new Error('not yet')`))
    expect(notesOf(script)).toEqual(['throws: "up" always throws: not yet.'])
  })

  test('a limit of ours is not the migration’s mistake', async () => {
    const script = await upOf(up(`for (let n = 0; ; n++) await knex.raw('select ' + n + ' as n for update')`))
    expect(notesOf(script)).toEqual([
      'failed: "up" could not be run to its end without a database: it sends more than 3000 statements.',
    ])
  })

  test('what another file does on another way is said', async () => {
    const script = await upOf(
      `const { close } = require('./close.js')\n${up('await close(knex, new Date().getFullYear())')}`,
      {
        'close.js': `exports.close = async (knex, year) => {
  if (year === 1999) {
    await knex.schema.dropTable('a')
  }
}
exports.open = async knex => {
  await knex.schema.createTable('a', () => {})
}`,
      },
    )
    expect(notesOf(script)).toEqual([
      "not-reached: In close.js, lines 2 to 4 were not reached in any run: schema.dropTable('a') was not checked.",
    ])
  })

  test('what only another engine comes to is no gap', async () => {
    const script = await upOf(`
      ${up(`const { client } = knex.client.config
        if (client.includes('mysql')) { await first(knex) } else await knex.raw('select 1')
        if (client !== 'sqlite3') return
        if (process.argv.length > 99) await knex.raw('select 4')`)}
      async function first(knex) { await second(knex); await knex.raw('select 2') }
      async function second(knex) { if (knex) await knex.raw('select 3') }`)
    expect(notesOf(script)).toEqual([])
    expect(textsOf(script)).toEqual(['select 1'])
  })

  test('undoing a transaction is no change', async () => {
    const script = await upOf(
      up(`const trx = await knex.transaction()
        try { await trx.schema.dropTable('a'); await trx.commit() } catch (error) { await trx.rollback(); throw error }`),
    )
    expect(notesOf(script)).toEqual([])
  })
})

describe('names that the application provides', () => {
  test('where the file says so', async () => {
    const script = await upOf(`/* global APP */\n${up(`await knex.raw('drop table a'); if (APP.on) return`)}`)
    expect([textsOf(script), notesOf(script)]).toEqual([['drop table a'], []])
  })

  test('else it is a mistake', async () => {
    const script = await upOf(up(`await knex.raw('drop table a'); if (APP.on) return`))
    expect(notesOf(script)).toEqual(['throws: "up" always throws: APP is not defined.'])
  })
})

describe('what is made up stays out of names', () => {
  const changed = `const row = await knex('t').first()
    if (!row) return
    await knex('u').update({ [row.field]: null })
    await knex.schema.alterTable('u', t => { t.dropColumn(row.field) })`

  test.each([
    ['a date', `if (row.made.getTime() > 1) await knex.schema.dropTable('a')`],
    ['a number', `if (row.field.toFixed()) await knex.schema.dropTable('a')`],
    ['null', `if (row.field === null) await knex.schema.dropTable('a')`],
    ['a date in the place of a name', `if (row.field.getTime() > 1) await knex.schema.dropTable('a')`],
  ])('%s', async (_name, code) => {
    const texts = textsOf(await upOf(up(`${changed}\n${code}`)))
    expect(texts).toContain('drop table "a"')
    expect(texts.filter(text => text.startsWith('alter'))).toEqual([
      'alter table "u" drop column "unknown_value_of_field"',
    ])
    expect(texts.filter(text => text.startsWith('update'))).toEqual([
      'update "u" set "unknown_value_of_field" = $1',
    ])
  })

  test('a row of a package that is not there is inserted, with a column that nobody knows', async () => {
    const script = await upOf(`
      const { merge } = require('not-installed')
      const rows = [{ a: 1 }, { a: 2 }].map(row => merge({}, row))
      ${up(`await knex.insert(rows).into('t'); await knex('t').insert(rows[0])`)}`)
    expect(notesOf(script)).toEqual([])
    expect(textsOf(script)).toEqual([
      'insert into "t" ("unknown_value_of_not_installed_merge") values ($1), ($2)',
      'insert into "t" ("unknown_value_of_not_installed_merge") values ($1)',
    ])
  })

  test('what falls over a value that was made up while the file was loaded does not always throw', async () => {
    const script = await upOf(`
      const names = [...require('not-installed').names()]
      ${up(`await knex.schema.dropTable(names[0].name)`)}`)
    expect(notesOf(script).join()).toMatch(/^failed: "up" could not be run to its end without a database/)
  })

  test('an old knex sends a query without text', async () => {
    const of = (version: string) =>
      upOf(up(`await knex.raw('')`), {
        'package.json': JSON.stringify({ dependencies: { knex: version } }),
      })
    for (const version of ['~0.21', '0.20.3', '^0.21.0']) expect(notesOf(await of(version))).toEqual([])
    for (const version of ['^0.95.0', '>=0.21', '^3.1.0', '0.x']) {
      expect(notesOf(await of(version))).toEqual(['throws: "up" always throws: The query is empty.'])
    }
  })

  test('rows that are really empty are sent by nobody', async () => {
    const script = await upOf(up(`await knex.raw('')`))
    expect(notesOf(script)).toEqual(['throws: "up" always throws: The query is empty.'])
  })
})

test('of attempts that do not get through, the one that came furthest says why', async () => {
  const script = await upOf(
    `const settings = require('./settings')
    ${up(`await knex.schema.dropTable('a'); throw new Error('cannot be done')`)}`,
    { 'settings.js': `if (!process.env.SECRET) throw new Error('SECRET is not set')` },
  )
  expect(textsOf(script)).toEqual(['drop table "a"'])
  expect(notesOf(script)).toEqual(['throws: "up" always throws: cannot be done.'])
})

describe('an end that only made-up rows bring about', () => {
  test('a guard over the rows that it finds throws on them alone', async () => {
    const guarded = up(`const rows = await knex('t').whereIn('code', ['a', 'b']).select('code')
      const missing = ['a', 'b'].filter(code => !rows.some(row => row.code === code))
      if (missing.length > 0) throw new Error('missing: ' + missing.join())
      await knex.raw('drop table t')`)
    const [note, ...others] = notesOf(await upOf(guarded))
    expect(others).toEqual([])
    expect(note ?? '').not.toContain('always throws')
  })

  test('what is thrown without looking always comes', async () => {
    const script = await upOf(up(`await knex('t').first(); throw new Error('never')`))
    expect(notesOf(script)).toEqual(['throws: "up" always throws: never.'])
  })

  test('knex.transaction() rolls back over them, and the migration has no ROLLBACK', async () => {
    const script = await upOf(
      up(`await knex.transaction(async trx => {
        const row = await trx('t').first()
        if (!row) throw new Error('no row')
        await trx.raw('drop table t')
      })`),
    )
    expect(textsOf(script).filter(text => /^rollback/i.test(text))).toEqual([])
    expect(textsOf(script)).toContain('drop table t')
  })

  test('a ROLLBACK that is written stays', async () => {
    const script = await upOf(
      up(`const trx = await knex.transaction()
        await trx.raw('drop table t')
        await trx.rollback()`),
    )
    expect(textsOf(script).at(-1)).toBe('ROLLBACK TO SAVEPOINT trx1')
  })
})

test('a text that is put into a statement reaches no database of its own', async () => {
  const script = await upOf(
    up(`const { rows } = await knex.raw('select 1 as a')
      const sum = rows.length > 1000000 ? knex.raw('0 as sum') : knex.raw('1 as sum')
      await knex('t').select(sum, knex.fn.now())`),
  )
  expect(notesOf(script)).toEqual([])
})

test('one that is awaited does', async () => {
  const script = await upOf(
    up(`const day = new Date('2001-01-01').getTime()
      if (day > 1e15) await knex.raw('sp_configure 1')
      await knex.raw('select 1')`),
  )
  expect(notesOf(script).join()).toContain('not reached')
})

test('what a package that is not there would say of the engine is answered by its name', async () => {
  const script = await upOf(`const info = require('@acme/database-info')
${up(`
  if (info.isSQLite(knex)) await knex.raw('PRAGMA foreign_keys = OFF')
  if (info.default.isPostgreSQL(knex)) await knex.schema.dropTable('a')
  if (!info.isMySQL(knex)) await knex.schema.dropTable('b')
  if (info.isDatabase(knex)) await knex.schema.dropTable('c')`)}`)
  expect(textsOf(script)).toEqual(['drop table "a"', 'drop table "b"', 'drop table "c"'])
  expect(notesOf(script)).toEqual([])
})

test('a list of one column may hold what is looked for', async () => {
  const script = await upOf(
    up(`const keys = await knex('t').pluck('key')
  const old = ['a', 'b'].filter(key => keys.includes(key))
  if (old.length > 0) await knex('t').whereIn('key', old).del()`),
  )
  expect(textsOf(script)).toEqual(['select "key" from "t"', 'delete from "t" where "key" in ($1, $2)'])
  expect(notesOf(script)).toEqual([])
})

test('what a package that is not there gives is a text in a path, and a value in a list', async () => {
  const script = await upOf(`const { folder, uniq } = require('@acme/settings')
${up(`
  const name = require('path').join(folder(), folder.own, 'a')
  await knex('t').whereIn('id', uniq([1, 2])).del()
  await knex('t').whereNotIn('id', uniq).where({ name }).del()`)}`)
  expect(textsOf(script)).toEqual([
    'delete from "t" where "id" in ($1)',
    'delete from "t" where "id" not in ($1) and "name" = $2',
  ])
  expect(notesOf(script)).toEqual([])
})

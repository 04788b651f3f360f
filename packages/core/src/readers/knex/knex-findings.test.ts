import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lintProject } from '../../lint-project.ts'
import type { Finding } from '../../rules/finding.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-knex-findings-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let projects = 0

const base = `
exports.up = async knex => {
  await knex.schema.createTable('users', t => { t.increments(); t.string('plan', 20).notNullable().defaultTo('x'); t.integer('n') })
  await knex.schema.createTable('carts', t => { t.increments(); t.integer('user_id').references('users.id').onDelete('CASCADE'); t.integer('size').notNullable() })
}
exports.down = async () => {}`

interface Project {
  readonly others?: Record<string, string>
  readonly migrations?: Record<string, unknown>
}

/** `line rule` of every finding in the pending migration. */
async function findingsOf(client: string, source: string, project: Project = {}): Promise<readonly string[]> {
  const all = await allFindings(client, source, project)
  return all.map(({ ruleId, location }) => `${location?.line ?? '-'} ${ruleId}`)
}

async function allFindings(
  client: string,
  source: string,
  { others = {}, migrations = {} }: Project,
): Promise<readonly Finding[]> {
  const folder = join(root, String(++projects))
  mkdirSync(join(folder, 'migrations'), { recursive: true })
  const config = { client, migrations: { directory: './migrations', ...migrations } }
  writeFileSync(join(folder, 'knexfile.js'), `module.exports = ${JSON.stringify(config)}`)
  for (const [name, text] of Object.entries({
    'migrations/1_base.js': base,
    'migrations/2_new.js': source,
    ...others,
  })) {
    writeFileSync(join(folder, name), text)
  }
  const report = await lintProject({ cwd: folder, applied: { text: '1_base.js' } })
  return [...report.migrations.flatMap(({ findings }) => findings), ...report.findings]
}

const both = (up: string, down = 'async () => {}'): string => `exports.up = ${up}\nexports.down = ${down}`
const alter = (call: string): string =>
  both(`async knex => {\n  await knex.schema.alterTable('users', t => { ${call} })\n}`)

const everywhere = ['pg', 'mysql2', 'better-sqlite3'] as const

interface Case {
  readonly name: string
  readonly source: string
  readonly told: string
  readonly on: readonly string[]
  /** What must not be told of it. */
  readonly never?: string
  /** The call is right there. */
  readonly not?: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'a builder that nobody awaits',
    source: both(`async knex => {\n  knex.schema.dropTable('users')\n}`),
    told: '2 async-not-awaited',
    on: everywhere,
  },
  {
    name: 'a default that Knex leaves out, since increments() has one',
    source: both(`async knex => {
  await knex.schema.createTable('a', t => { t.increments().defaultTo(knex.raw("nextval('a_seq')")) })
}`),
    told: '2 async-not-awaited',
    on: [],
    not: everywhere,
  },
  {
    name: 'a query that an engine passes over, since it has no partial index',
    source: both(`async knex => {
  await knex.schema.createTable('a', t => { t.string('x'); t.index(['x'], 'a_x', { predicate: knex.whereNotNull('x') }) })
}`),
    told: '2 async-not-awaited',
    on: [],
    not: everywhere,
  },
  {
    name: 'a text for a conflict, which MySQL does not name',
    source: both(`async knex => {
  await knex('users').insert({ id: 1 }).onConflict(knex.raw('(id) where id > 1')).merge()
}`),
    told: '2 async-not-awaited',
    on: [],
    not: everywhere,
  },
  {
    name: 'a query in one that nobody awaits',
    source: both(`async knex => {
  knex('users')
    .whereIn('id', knex('carts').select('user_id')).del()
}`),
    told: '2 async-not-awaited',
    on: everywhere,
  },
  {
    name: 'a query in one that nobody awaits, which is not told by itself',
    source: both(`async knex => {
  knex('users')
    .whereIn('id', knex('carts').select('user_id')).del()
}`),
    told: '3 async-not-awaited',
    on: [],
    not: everywhere,
  },
  {
    name: 'a value from a package that is not there',
    source: `const { OWNER } = require('@nobody/constants')
exports.up = async knex => {
  await knex('users').where('id', OWNER).first()
  await knex('users').where({ id: OWNER }).update({ name: OWNER })
  await knex('users').insert([{ id: 1, name: OWNER }])
  await knex.raw('delete from users where id = ?', [OWNER])
}
exports.down = async () => {}`,
    told: '6 unparsed-statement',
    never: 'unparsed-statement',
    on: [],
    not: everywhere,
  },
  {
    name: 'a condition from a package that is not there is one all the same',
    source: `const { isOwner } = require('@nobody/conditions')
exports.up = async knex => {
  await knex('users').where(isOwner).del()
}
exports.down = async () => {}`,
    told: '3 delete-without-where',
    on: [],
    not: everywhere,
  },
  {
    name: 'a table whose name is from a package that is not there',
    source: `const { TABLE } = require('@nobody/constants')
exports.up = async knex => {
  await knex(TABLE).del()
}
exports.down = async () => {}`,
    told: '3 unparsed-statement',
    on: everywhere,
  },
  {
    name: 'a table whose name only the server has',
    source: both(`async knex => {
  const table = process.env.AUDIT_TABLE
  await knex(table).update({ size: 1 })
  await knex(table).where('id', 1).del()
  await knex.schema.dropTable(table)
}`),
    told: '5 unparsed-statement',
    never: 'drop-table',
    on: everywhere,
  },
  {
    name: 'an index that a foreign key needs, where the migration deals with the error',
    source: both(
      `knex => knex.schema.alterTable('carts', t => { t.index(['user_id', 'size'], 'both'); t.dropIndex([], 'carts_user_id_foreign') })`,
      `async knex => {
  try {
    await knex.raw('ALTER TABLE carts DROP INDEX \`both\`')
  } catch (error) {
    if (error.code !== 'ER_DROP_INDEX_FK') throw error
    return knex.schema.alterTable('carts', t => { t.index('user_id') })
  }
}`,
    ),
    told: '4 constraint-backing-index-drop',
    on: [],
    not: ['mysql2'],
  },
  {
    name: 'an index that a foreign key needs, where the error is told and thrown again',
    source: both(
      `knex => knex.schema.alterTable('carts', t => { t.index(['user_id', 'size'], 'both'); t.dropIndex([], 'carts_user_id_foreign') })`,
      `async knex => {
  try {
    await knex.raw('ALTER TABLE carts DROP INDEX \`both\`')
  } catch (error) {
    console.error(error)
    throw error
  }
}`,
    ),
    told: '4 constraint-backing-index-drop',
    on: ['mysql2'],
  },
  {
    name: 'a row that a helper looks up for each of thirty things',
    source: both(`async knex => {
  for (let number = 0; number < 30; number++) {
    const owner = await knex('users').where('plan', 'owner').first()
    const size = await knex('carts').where('size', number).first()
    if (!owner) throw new Error('no owner')
    await knex('carts').where('id', number).update({ user_id: owner.id })
  }
}`),
    told: '- unreadable-file',
    never: 'unreadable-file',
    on: [],
    not: everywhere,
  },
  {
    name: 'a query that is begun with then() and not waited for',
    source: both(`async knex => {
  knex('users').select('id').then(users =>
    Promise.all(users.map(({ id }) => knex('users').where({ id }).update({ name: 'a' }))))
}`),
    told: '2 async-not-awaited',
    on: everywhere,
  },
  {
    name: 'what such a query begins itself is not told beside it',
    source: both(`async knex => {
  knex('users').select('id').then(users =>
    Promise.all(users.map(({ id }) => knex('users').where({ id }).update({ name: 'a' }))))
}`),
    told: '3 async-not-awaited',
    on: [],
    not: everywhere,
  },
  {
    name: 'a query in the function that builds a table',
    source: both(`knex => knex.schema.alterTable('users', async t => {
  t.integer('m')
  await knex('users').where('id', 1).update({ name: 'a' })
})`),
    told: '3 async-not-awaited',
    on: everywhere,
  },
  {
    name: 'a transaction that nobody waits for',
    source: both(`async knex => {
  knex.transaction(async trx => { await trx('users').where('id', 1).del() })
}`),
    told: '2 async-not-awaited',
    on: everywhere,
  },
  {
    name: 'a list that a column holds as JSON',
    source: both(`async knex => {
  const row = await knex('users').first()
  const plans = JSON.parse(row.plan)
  if (!Array.isArray(plans)) return
  if (plans.includes('free')) await knex('users').del()
}`),
    told: '5 delete-without-where',
    never: 'code-not-reached',
    on: everywhere,
  },
  {
    name: 'a query that is built beside a column',
    source: both(`async knex => {
  await knex.schema.alterTable('users', t => { t.integer('m'); knex.raw('DELETE FROM users') })
}`),
    told: '2 async-not-awaited',
    on: everywhere,
  },
  {
    name: "knex.raw('')",
    source: both(`async knex => {\n  await knex.raw('')\n}`),
    told: '2 script-throws',
    on: everywhere,
  },
  {
    name: "knex.raw('') on the way back",
    source: both(`knex => knex.schema.dropTable('carts')`, `knex => knex.raw('')`),
    told: '2 down-throws',
    on: everywhere,
  },
  {
    name: 'a raw of blanks',
    source: both(`async knex => {\n  await knex.raw(' ')\n}`),
    told: '2 script-throws',
    on: ['mysql2', 'better-sqlite3'],
    not: ['pg'],
  },
  {
    name: 'no down',
    source: `exports.up = knex => knex.schema.renameTable('users', 'people')`,
    told: '- missing-down',
    on: everywhere,
  },
  {
    name: 'an enum that is altered',
    source: alter(`t.enu('plan', ['a', 'b']).alter()`),
    told: '2 knex-invalid-sql',
    on: ['pg'],
    not: ['mysql2', 'better-sqlite3'],
  },
  {
    name: 'a check without a name',
    source: alter(`t.check('n > 0')`),
    told: '2 knex-invalid-sql',
    on: everywhere,
  },
  {
    name: 'alter() that drops NOT NULL and the default',
    source: alter(`t.string('plan', 30).alter()`),
    told: '2 knex-alter-drops-attributes',
    on: ['pg'],
    not: ['mysql2', 'better-sqlite3'],
  },
  {
    name: 'the same where the column is said again in one statement',
    source: alter(`t.string('plan', 30).alter()`),
    told: '2 modify-drops-attributes',
    on: ['mysql2', 'better-sqlite3'],
    not: ['pg'],
  },
  {
    name: 'nullable() before alter(), of a column without a default, is meant',
    source: both(`async knex => {
  await knex.schema.createTable('old', t => { t.increments() })
  await knex.schema.alterTable('carts', t => {
    t.integer('size').nullable().alter()
  })
}`),
    told: '4 knex-alter-drops-attributes',
    on: [],
    not: everywhere,
    never: 'drops-attributes',
  },
  {
    name: 'the same without nullable()',
    source: both(
      `async knex => {\n  await knex.schema.alterTable('carts', t => { t.integer('size').alter() })\n}`,
    ),
    told: '2 knex-alter-drops-attributes',
    on: ['pg'],
  },
  {
    name: 'nullable() says nothing of the default',
    source: alter(`t.string('plan', 30).nullable().alter()`),
    told: '2 knex-alter-drops-attributes',
    on: ['pg'],
  },
  {
    name: 'alter() that repeats them',
    source: alter(`t.string('plan', 30).notNullable().defaultTo('x').alter()`),
    told: '2 knex-alter-drops-attributes',
    on: [],
    not: everywhere,
  },
  {
    name: 'alter() with nullable(): that is meant',
    source: alter(`t.string('plan', 30).defaultTo('x').nullable().alter()`),
    told: '2 knex-alter-drops-attributes',
    on: [],
    not: everywhere,
  },
  {
    name: 'nullable() does not say that the default goes',
    source: alter(`t.string('plan', 30).nullable().alter()`),
    told: '2 knex-alter-drops-attributes',
    on: ['pg'],
  },
  {
    name: 'nullable() of another column in the same call',
    source: alter(
      `[t.string('plan', 30).defaultTo('x').alter(), t.integer('n').nullable().alter()].forEach(each => each)`,
    ),
    told: '2 knex-alter-drops-attributes',
    on: ['pg'],
  },
  {
    name: 'a down that brings back what was nullable before up',
    source: both(
      `async knex => {\n  await knex.schema.alterTable('users', t => { t.integer('n').notNullable().defaultTo(1).alter() })\n}`,
      `async knex => {\n  await knex.schema.alterTable('users', t => { t.integer('n').alter() })\n}`,
    ),
    told: '5 knex-alter-drops-attributes',
    on: [],
    not: ['pg'],
  },
  {
    name: 'a down that does not bring back what it was before up',
    source: both(
      `async knex => {\n  await knex.schema.alterTable('users', t => { t.string('plan', 30).notNullable().defaultTo('x').alter() })\n}`,
      `async knex => {\n  await knex.schema.alterTable('users', t => { t.string('plan', 20).alter() })\n}`,
    ),
    told: '5 down-does-not-restore-schema',
    on: ['pg'],
  },
  {
    name: 'of two columns in one call, each on its own line',
    source: both(
      `async knex => {\n  await knex.schema.alterTable('users', t => {\n    t.integer('n').alter()\n    t.string('plan', 30).alter()\n  })\n}`,
    ),
    told: '4 knex-alter-drops-attributes',
    on: ['pg'],
  },
  {
    name: 'a rebuild that deletes child rows',
    source: alter(`t.dropColumn('n')`),
    told: '2 knex-sqlite-alter-cascade',
    on: ['better-sqlite3'],
    not: ['pg', 'mysql2'],
  },
  {
    name: 'the same outside a transaction',
    source: `${alter(`t.dropColumn('n')`)}\nexports.config = { transaction: false }`,
    told: '2 knex-sqlite-alter-cascade',
    on: [],
    not: everywhere,
  },
  {
    name: 'down drops a table that up did not make',
    source: both(
      `knex => knex('users').insert({ plan: 'a' })`,
      `knex => knex.schema.dropTableIfExists('carts')`,
    ),
    told: '2 down-touches-foreign-objects',
    on: everywhere,
  },
  {
    name: 'a request over the network',
    source: both(
      `async knex => {\n  await fetch('http://example.invalid')\n  await knex('users').insert({ plan: 'a' })\n}`,
    ),
    told: '2 side-effect',
    on: everywhere,
  },
  {
    name: 'a key of a table whose name was free only after a rename to a name of run time',
    source: both(`async knex => {
  await knex.schema.renameTable('users', 'users' + require('@none/clock').now())
  await knex.schema.createTable('users', t => { t.string('code').primary() })
  await knex.schema.createTable('codes', t => { t.string('code').references('users.code') })
}`),
    told: '2 unparsed-statement',
    on: ['mysql2', 'pg'],
    never: 'fk-parent-index-missing',
  },
  {
    name: 'the time in the text',
    source: both(
      `async knex => {\n  await knex.raw("update users set plan = '" + Date.now() + "' where n = 1")\n}`,
    ),
    told: '2 time-dependent-sql',
    on: everywhere,
  },
]

describe.each(cases)('$name', ({ source, told, on, never, not = [] }) => {
  test.each([...on])('is told on %s', async client => {
    const found = await findingsOf(client, source)
    expect(found).toContain(told)
    if (never !== undefined) expect(found.filter(each => each.includes(never))).toEqual([])
  })
  test.each([...not])('not on %s', async client => {
    expect(await findingsOf(client, source)).not.toContain(told)
  })
})

// pgfence makes nothing of these calls, or other types (dateTime → timestamp, enu → text).
describe('calls that another tool passes over in silence', () => {
  const others = {
    'migrations/1_base.js': both(`async knex => {
  await knex.schema.createTable('teams', t => { t.increments() })
  await knex.schema.createTable('users', t => {
    t.increments(); t.string('email').notNullable().unique(); t.string('plan').index()
    t.integer('team_id').references('teams.id')
  })
}`),
  }
  const rules = async (call: string): Promise<readonly string[]> => {
    const found = await findingsOf('pg', alter(call), { others })
    return found
      .map(each => each.split(' ')[1] ?? '')
      .filter(id => id !== 'empty-down')
      .toSorted()
  }

  test.each([
    [`t.dropIndex('plan')`, ['drop-index-not-concurrently']],
    [`t.dropUnique('email')`, ['drop-unique']],
    [`t.dropForeign('team_id')`, ['drop-fk']],
    ['t.dropPrimary()', ['drop-unique']],
    [`t.index('email')`, ['create-index-not-concurrently']],
    [`t.unique('plan')`, ['add-unique-constraint']],
    [`t.primary(['email'], { constraintName: 'by_email' })`, ['object-exists']],
    [`t.enu('state', ['a', 'b'])`, ['add-column-check-inline']],
    [`t.dateTime('made')`, []],
    [`t.bigIncrements('number', { primaryKey: false })`, ['add-column-serial']],
    [`t.dropColumn('plan'); t.dropTimestamps()`, ['drop-column', 'drop-column', 'drop-column']],
  ])('%s', async (call, told) => {
    expect(await rules(call)).toEqual(told)
  })
})

describe('values that Knex binds to placeholders', () => {
  const others = {
    'migrations/1_base.js': both(`async knex => {
  await knex.schema.createTable('users', t => { t.increments(); t.enu('plan', ['free', 'trial', 'paid']) })
}`),
  }

  test.each([
    ['trial', /^Line 2 changes the rows of users with plan 'trial'; code/],
    ['paid', /^A row of users with plan 'trial' stops the statement/],
  ])('an UPDATE of the rows with %s', async (value, message) => {
    const source = both(`async knex => {
  await knex('users').where({ plan: '${value}' }).update({ plan: 'free' })
  await knex.raw('ALTER TABLE users DROP CONSTRAINT users_plan_check')
  await knex.raw("ALTER TABLE users ADD CONSTRAINT users_plan_check CHECK (plan IN ('free', 'paid'))")
}`)
    const all = await allFindings('pg', source, { others })
    const told = all.filter(({ ruleId }) => ruleId === 'add-check-on-existing')
    expect(told.map(each => each.message)).toEqual([expect.stringMatching(message)])
  })
})

describe("the application's own Knex instance", () => {
  const others = { 'db.js': `module.exports = require('knex')({ client: 'pg' })` }

  test('a query through it is told', async () => {
    const source = `const db = require('../db')\n${both(`async knex => {\n  await knex('users').insert({ plan: 'a' })\n  await db('users').insert({ plan: 'b' })\n}`)}`
    const told = await findingsOf('pg', source, { others })
    expect(told.filter(each => each.endsWith('uses-outer-knex'))).toEqual(['4 uses-outer-knex'])
  })

  test.each([
    [
      'in a file that makes the migration, with its line',
      `module.exports = require('../helper').adding('users')`,
      'error',
      'In ../helper.js, line 3: this goes through a Knex instance of the project, not through the one that the migration is given: it is outside of its transaction.',
    ],
    [
      'a read of it',
      `const db = require('../db')\n${both(`() => db('users').first()`)}`,
      'warning',
      'This goes through a Knex instance of the project, not through the one that the migration is given: it is outside of its transaction.',
    ],
    [
      'in a migration that has no transaction',
      `const db = require('../db')\n${both(`() => db('users').del()`)}\nexports.config = { transaction: false }`,
      'error',
      'This goes through a Knex instance of the project, not through the one that the migration is given: it is on another connection.',
    ],
  ])('%s', async (_title, source, severity, message) => {
    const helper = `const db = require('./db')\nexports.adding = table => ({\n  up: () => db(table).insert({ plan: 'b' }),\n  down: () => {} })`
    const told = await allFindings('pg', source, { others: { ...others, 'helper.js': helper } })
    expect(told.filter(({ ruleId }) => ruleId === 'uses-outer-knex')).toMatchObject([{ severity, message }])
  })

  test('what is for SQLite alone is not sent to another engine', async () => {
    const source = `const db = require('../db')\n${both(`async knex => {\n  await db.raw('PRAGMA foreign_keys = OFF')\n}`)}`
    const told = await findingsOf('pg', source, { others })
    expect(told.filter(each => each.endsWith('uses-outer-knex'))).toEqual([])
  })

  test('a setting of its connection is not told as one of the transaction', async () => {
    const pragma = (of: string): string =>
      `const db = require('../db')\n${both(`async knex => {\n  await ${of}.raw('PRAGMA foreign_keys = OFF')\n}`)}`
    expect(await findingsOf('better-sqlite3', pragma('db'), { others })).toEqual(['3 uses-outer-knex'])
    expect(await findingsOf('better-sqlite3', pragma('knex'), { others })).toContain(
      '3 sqlite-pragma-in-transaction',
    )
  })

  test('a setting of its connection, and the question for it, are told once', async () => {
    const helper = `const db = require('./db')\nexports.safely = async work => {
  await db.raw('PRAGMA foreign_keys')
  await db.raw('PRAGMA foreign_keys = OFF')
  await work()
  await db.raw('PRAGMA foreign_keys = ON')\n}`
    const source = `const { safely } = require('../helper')\n${both(`async knex => {\n  await safely(() => knex('users').where('id', 1).del())\n}`)}`
    const all = await allFindings('better-sqlite3', source, { others: { ...others, 'helper.js': helper } })
    const told = all.filter(({ ruleId }) => ruleId === 'uses-outer-knex')
    expect(told.map(({ message }) => message)).toEqual([
      'In ../helper.js, line 3: this sends PRAGMA foreign_keys through a Knex instance of the project: it is of another connection, and has no effect on the one of the migration. If foreign keys are enforced there, a table that is built anew takes rows that refer to it along, or the migration fails at them; if not, nothing is needed.',
    ])
  })

  test('a setting of its connection names the lines to which the other calls lead', async () => {
    const off = `await db.raw('PRAGMA foreign_keys = OFF')`
    const helper = `const db = require('./db')\nexports.one = async () => {\n  ${off}\n}\nexports.two = async () => {\n  ${off}\n}`
    const calls = '  await one()\n  await two()\n  await one()\n  await two()'
    const source = `const { one, two } = require('../helper')\n${both(`async knex => {\n${calls}\n}`)}`
    const all = await allFindings('better-sqlite3', source, { others: { ...others, 'helper.js': helper } })
    expect(all.flatMap(({ ruleId, message }) => (ruleId === 'uses-outer-knex' ? [message] : []))).toEqual([
      expect.stringMatching(
        /^In \.\.\/helper\.js, line 3: .* One more call here leads to it\. 2 more calls here lead to line 6 there, which does the same\.$/,
      ),
    ])
  })

  test.each([
    [['migrations/1_notes.js', 'x => x.schema.createTable("notes", t => t.integer("id"))'], true],
    [
      [
        'migrations/1_notes.js',
        'async x => {\n await x.schema.createTable("notes", t => t.integer("id"))\n await x("notes").insert({ id: 1 }) }',
      ],
      false,
    ],
    [['later.js', 'x => x'], false],
  ])(
    'a setting of its connection, before a table of the deploy: %s',
    async ([file = '', made = ''], isEmpty) => {
      const source = `const db = require('../db')\n${both(`async knex => {\n  await db.raw('PRAGMA foreign_keys = OFF')\n  await knex.schema.alterTable('${file === 'later.js' ? 'users' : 'notes'}', t => t.integer('n'))\n}`)}`
      const all = await allFindings('better-sqlite3', source, { others: { ...others, [file]: both(made) } })
      const told = all.filter(({ ruleId }) => ruleId === 'uses-outer-knex')
      expect(
        told.map(({ severity, message }) => [severity, message.includes('nothing to lose yet')]),
      ).toEqual([['info', isEmpty]])
    },
  )

  test.each([
    [
      'Knex builds anew',
      `await knex.schema.alterTable('users', table => table.dropColumn('plan'))`,
      'Outside a transaction',
    ],
    [
      'Knex builds anew in a transaction',
      `await knex.transaction(trx => trx.schema.alterTable('users', table => table.dropColumn('plan')))`,
      'If foreign keys are enforced there',
    ],
  ])('a setting of its connection outside a transaction, before a table that %s', async (_, work, said) => {
    const source = `const db = require('../db')\n${both(`async knex => {\n  await db.raw('PRAGMA foreign_keys = OFF')\n  ${work}\n}`)}\nexports.config = { transaction: false }`
    const all = await allFindings('better-sqlite3', source, { others })
    const told = all.filter(({ ruleId }) => ruleId === 'uses-outer-knex')
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining(said)])
  })

  test('a setting of another connection helps no table that SQL builds anew', async () => {
    const rebuild = [
      'CREATE TABLE u (id integer)',
      'INSERT INTO u SELECT id FROM users',
      'DROP TABLE users',
      'ALTER TABLE u RENAME TO users',
    ]
    const source = `const db = require('../db')\n${both(`async knex => {\n  await db.raw('PRAGMA foreign_keys = OFF')\n${rebuild.map(sql => `  await knex.raw('${sql}')`).join('\n')}\n}`)}\nexports.config = { transaction: false }`
    const told = await findingsOf('better-sqlite3', source, { others })
    expect(told).toContain('6 sqlite-rebuild-cascade')
  })

  test('having it is no mistake', async () => {
    const source = `const db = require('../db')\n${both(`knex => knex('users').insert({ plan: db.name })`)}`
    expect(await findingsOf('pg', source, { others })).not.toContain('1 uses-outer-knex')
  })
})

describe('a branch of a helper', () => {
  const helper = (test: string, more = ''): string => `
exports.fill = async (knex, actions, isOwn = false) => {
  let role
  ${more}
  if (actions.includes('create')) { role = await knex('users').first() }
  if (${test}) {
    await knex('carts').del()
  }
}`
  const call = (args: string): string =>
    `const { fill } = require('../helper')\nconst ACTIONS = ['read']\n${both(`async knex => {\n  const [user] = await knex('users')\n  await fill(knex, ${args})\n}`)}`
  const isTold = async (source: string, text: string): Promise<boolean> =>
    (await findingsOf('pg', source, { others: { 'helper.js': text } })).some(each =>
      each.endsWith('code-not-reached'),
    )

  test.each([
    ['a list that is written out', `['read']`, `actions.includes('delete')`],
    ['a constant of the file', 'ACTIONS', `actions.includes('delete') && isOwn`],
    ['a flag that is not given', 'ACTIONS', 'isOwn'],
    ['a variable that only such a branch fills', 'ACTIONS', 'role'],
  ])('is not missed where constants decide that it never runs: %s', async (_title, args, condition) => {
    expect(await isTold(call(args), helper(condition))).toBe(false)
  })

  test.each([
    ['what a row holds', 'user.plan', `actions === 'odd' + 1`, ''],
    [
      'what the helper makes of it',
      'ACTIONS',
      `actions.includes('delete')`,
      'actions = actions.concat(await knex)',
    ],
    [
      'something that is no argument',
      'ACTIONS',
      `actions.includes('delete') || made`,
      'const made = role && (await knex)',
    ],
  ])('is told where something else decides: %s', async (_title, args, condition, more) => {
    expect(await isTold(call(args), helper(condition, more))).toBe(true)
  })

  test('is told where the helper is handed on', async () => {
    const source = `${call('ACTIONS')}\nmodule.exports.list = [fill]`
    expect(await isTold(source, helper(`actions.includes('delete')`))).toBe(true)
  })
})

describe('one migration without a transaction in a deploy of several', () => {
  const plain = both(`knex => knex('users').insert({ plan: 'a' })`)
  const own = `${plain}\nexports.config = { transaction: false }`
  const asked = `${plain}\nexports.config = { transaction: true }`
  const told = (source: string, other: string, migrations: Record<string, unknown> = {}): Promise<boolean> =>
    findingsOf('pg', source, { others: { 'migrations/3_other.js': other }, migrations }).then(found =>
      found.some(each => each.endsWith('transaction-splits-batch')),
    )

  test('takes the common one away', async () => {
    expect(await told(own, plain)).toBe(true)
  })
  test('but not where there is none anyway', async () => {
    expect(await told(plain, plain, { disableTransactions: true })).toBe(false)
    expect(await told(plain, asked, { disableTransactions: true })).toBe(false)
    expect(await told(own, asked, { disableTransactions: true })).toBe(false)
  })
})

test.each([
  ["!(await knex.schema.hasColumn('users', 'plan'))", false],
  ["!(await knex.schema.hasColumn('users', 'code'))", true],
])('a change that the migrations before it answer the question for does not run: %s', async (asked, runs) => {
  const found = await findingsOf(
    'mysql2',
    both(`async knex => {
      if (${asked}) await knex.schema.alterTable('users', t => { t.uuid('code').notNullable().defaultTo(knex.fn.uuid()) })
    }`),
  )
  expect(found.some(each => each.endsWith('mysql-table-copy'))).toBe(runs)
})

/** `users` has `id`, `plan` and `n`; there is no table `grants`, which the replay knows only of a whole history. */
describe('a guard that asks the catalogue in SQL', () => {
  const guarded = (asked: string): string =>
    both(`async knex => {
      ${asked}
      await knex.schema.alterTable('users', t => { t.dropColumn('n') })
    }`)
  const told = async (client: string, asked: string): Promise<readonly string[]> =>
    (await findingsOf(client, guarded(asked))).filter(each => /drop-column|code-not-reached/.test(each))

  const pragma = (table: string): string => `const columns = await knex.raw("PRAGMA table_info(${table})")`
  const columns = 'information_schema.columns'
  const answered: readonly (readonly [string, string, string])[] = [
    ['better-sqlite3', pragma('users'), `if (columns.some(c => c.name === 'plan')) return`],
    ['better-sqlite3', pragma('users'), `if (!columns.map(c => c.name).includes('code')) return`],
    ['better-sqlite3', pragma("'users'"), `for (const { name } of columns) if (name === 'plan') return`],
    [
      'better-sqlite3',
      `const found = await knex.raw("SELECT name FROM pragma_table_info('users') WHERE name = ?", ['plan'])`,
      'if (found.length > 0) return',
    ],
    [
      'better-sqlite3',
      `const found = await knex('sqlite_master').where({ type: 'table', name: 'users' }).first()`,
      'if (found) return',
    ],
    [
      'better-sqlite3',
      `const found = await knex.raw("SELECT name FROM sqlite_master WHERE type='table' AND name='users'")`,
      'if (found.length) return',
    ],
    [
      'pg',
      `const { rows } = await knex.raw("SELECT column_name FROM ${columns} WHERE table_schema = 'public' AND table_name = 'users' AND column_name = 'plan'")`,
      'if (rows.length > 0) return',
    ],
    [
      'pg',
      `const { rows: [row] } = await knex.raw('SELECT count(*) AS n FROM ${columns} WHERE table_name = ? AND column_name = ?', ['users', 'plan'])`,
      'if (Number(row.n) > 0) return',
    ],
    [
      'pg',
      `const rows = await knex('${columns}').select('column_name').where({ table_name: 'users' })`,
      `if (rows.some(row => row.column_name === 'plan')) return`,
    ],
    [
      'pg',
      `const { rows } = await knex.raw("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'users'")`,
      'if (rows.length > 0) return',
    ],
    [
      'mysql2',
      `const [found] = await knex.raw("SHOW COLUMNS FROM users LIKE 'plan'")`,
      'if (found.length) return',
    ],
    [
      'mysql2',
      `const [found] = await knex.raw("SHOW COLUMNS FROM \`users\`")`,
      `if (found.find(c => c.Field === 'plan')) return`,
    ],
    ['mysql2', `const [found] = await knex.raw("SHOW TABLES LIKE 'users'")`, 'if (found.length > 0) return'],
    [
      'mysql2',
      `const [[row]] = await knex.raw("SELECT COUNT(*) AS n FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'users' AND COLUMN_NAME = 'plan'")`,
      'if (row.n > 0) return',
    ],
  ]
  test.each(answered)('is answered from the replay (%s): %s; %s', async (client, asked, guard) => {
    expect(await told(client, `${asked}\n${guard}`)).toEqual([])
  })

  test.each(answered)('speaks where it asks for another (%s): %s; %s', async (client, asked, guard) => {
    const other = (text: string): string => text.replaceAll('plan', 'other')
    const isAboutColumn = /plan/.test(asked + guard)
    const isTurned = guard.includes("includes('code')")
    const source = isAboutColumn
      ? `${other(asked)}\n${other(guard)}`
      : isTurned
        ? `${asked}\n${guard.replace("'code'", "'plan'")}`
        : `${asked.replaceAll('users', 'elsewhere')}\n${guard}`
    expect(await told(client, source)).toEqual(['4 drop-column'])
  })

  test.each([
    [
      'of another kind',
      'better-sqlite3',
      `await knex.raw("SELECT 1 FROM sqlite_master WHERE type='index' AND name='users'")`,
    ],
    [
      'with OR',
      'better-sqlite3',
      `await knex.raw("SELECT 1 FROM sqlite_master WHERE type='table' AND name='users' OR 1 = 0")`,
    ],
    [
      'of another database',
      'mysql2',
      `(await knex.raw("SELECT 1 FROM information_schema.tables WHERE table_schema = 'archive' AND table_name = 'users'"))[0]`,
    ],
    [
      'of its type',
      'pg',
      `(await knex.raw("SELECT 1 FROM ${columns} WHERE table_name = 'users' AND column_name = 'n' AND data_type = 'text'")).rows`,
    ],
  ])('is not answered where it asks for something %s', async (_what, client, asked) => {
    expect(await told(client, `if ((${asked}).length > 0) return`)).toEqual(['3 drop-column'])
  })
})

test('what alter() drops on the way back is told once', async () => {
  const found = await findingsOf(
    'pg',
    both(
      "async knex => { await knex.raw('ALTER TABLE users ALTER COLUMN plan DROP DEFAULT') }",
      "async knex => { await knex.schema.alterTable('users', t => { t.string('plan', 20).defaultTo('x').alter() }) }",
    ),
  )
  const ids = found.map(each => each.split(' ')[1])
  expect(ids).toContain('down-does-not-restore-schema')
  expect(ids).not.toContain('knex-alter-drops-attributes')
})

test('a tsconfig.json that goes on outside of the project is not read by the migration', async () => {
  const found = await findingsOf('pg', `import 'not-installed'\n${both('knex => knex("users").select()')}`, {
    others: { 'tsconfig.json': '{ "extends": "../tsconfig.base.json" }' },
  })
  expect(found.filter(each => each.endsWith('side-effect'))).toEqual([])
})

test('the type of a column that no migration has told of is not taken for text', async () => {
  const found = await findingsOf(
    'mysql2',
    both(`async knex => {
      await knex.schema.alterTable('grants', t => { t.dropNullable('role') })
      await knex.schema.alterTable('grants', t => { t.unique(['role']) })
    }`),
  )
  expect(found).toContain('3 add-unique-on-existing')
  expect(found.filter(each => /index-key-too-long|unparsed/.test(each))).toEqual([])
})

test('a schema that only the environment names is not made up', async () => {
  const report = await lintProject({
    cwd: projectWith({
      'knexfile.js': `module.exports = { client: 'pg', searchPath: [process.env.APP_SCHEMA], migrations: { directory: './migrations' } }`,
      'migrations/1_new.js': both(`knex => knex.schema.dropTable('users')`),
    }),
  })
  const [finding] = report.migrations.flatMap(({ findings }) =>
    findings.filter(({ ruleId }) => ruleId === 'drop-table'),
  )
  expect(finding?.message).toContain('Dropping users')
})

test('a function that the same raw() makes is seen when it is called', async () => {
  const found = await findingsOf(
    'pg',
    both(
      "knex => knex.raw(`CREATE FUNCTION one() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'; SELECT one();`)",
      "knex => knex.raw('DROP FUNCTION one()')",
    ),
  )
  expect(found.filter(each => each.endsWith('irreversible-operation'))).toEqual([])
})

test.each([
  ['{ nullable: true }', false],
  ['{}', true],
])('a function of the project that is told %s', async (options, told) => {
  const change = `exports.change = (knex, column, options) => knex.schema.alterTable('users', t => {
    const built = t.string(column, 30).defaultTo('x')
    if (options.nullable) built.nullable()
    built.alter()
  })`
  const source = both(`knex => require('../change.js').change(knex, 'plan', ${options})`)
  const found = await findingsOf('pg', source, { others: { 'change.js': change } })
  expect(found.some(each => each.endsWith('knex-alter-drops-attributes'))).toBe(told)
})

function projectWith(files: Record<string, string>): string {
  const folder = join(root, String(++projects))
  mkdirSync(join(folder, 'migrations'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test.each([
  ["knex.schema.alterTable('carts', t => { t.setNullable('size') })", false],
  ["knex.raw('ALTER TABLE carts MODIFY size int NULL')", false],
  ["knex.raw('ALTER TABLE carts MODIFY size int')", true],
  ["knex.schema.alterTable('carts', t => { t.bigInteger('size').alter() })", true],
])('NULL that the migration says is no NOT NULL that it forgets: %s', async (change, told) => {
  const found = await findingsOf('mysql2', both(`knex => ${change}`))
  expect(found.some(each => each.endsWith('modify-drops-attributes'))).toBe(told)
})

test.each([
  ['logger.js', []],
  ['log-file.js', []],
  ['login.js', ['2 side-effect']],
  ['report.js', ['2 side-effect']],
])('what a logger of the project writes is no effect of the migration: %s', async (name, told) => {
  const others = { [name]: `exports.info = text => require('fs').appendFileSync('migrations.out', text)` }
  const source = both(
    `async knex => {\n  require('../${name}').info('begin')\n  await knex('users').insert({ plan: 'a' })\n}`,
  )
  const found = await findingsOf('pg', source, { others })
  expect(found.filter(each => each.endsWith('side-effect'))).toEqual(told)
})

test.each([
  ["console.warn('no key on ' + update.table)", false],
  ["await builder.table('carts').drop()", true],
  ['console.table([error])', false],
  ["console.warn('not on ' + knex.client.config.client, { at: knex.userParams })", false],
  ["console.warn('none left', remove(knex))", true],
  ['return knex', false],
  ['return remove(knex)', true],
  ["seen.delete('users')", false],
  ["others.delete('users')", true],
  ["require('crypto').createHash('md5').update('users').digest()", false],
])('code that was not reached may change the database where it calls what does: %s', async (call, told) => {
  const source = both(`async (knex, builder) => {
  const update = { table: 'users' }
  const seen = new Set()
  try {
    await knex(update.table).insert({ plan: 'a' })
  } catch (error) {
    ${call}
  }
}`)
  const found = await findingsOf('pg', source)
  expect(found.some(each => each.endsWith('code-not-reached'))).toBe(told)
})

test('then() that is waited for, in all the ways', async () => {
  const source = both(`async knex => {
  await knex.transaction(async trx => { await trx('users').where('id', 1).update({ name: 'a' }).then(() => 1) })
  await Promise.all([knex('users').first().then(row => row), knex.batchInsert('users', [{ id: 9 }])])
  const trx = await knex.transaction()
  await trx('users').where('id', 2).update({ name: 'a' })
  await trx.commit()
  return knex('users').first().then(() => knex('users').first()).catch(() => undefined)
}`)
  const found = await findingsOf('pg', source)
  expect(found.filter(each => each.endsWith('async-not-awaited'))).toEqual([])
})

test('code that was not reached and whose statement the source says is told as that statement', async () => {
  const source = both(`async knex => {
  try {
    await knex('users').insert({ plan: 'a' })
  } catch (error) {
    logger.warn('none left', await knex('users').del())
  }
}`)
  expect(await findingsOf('pg', source)).toEqual(['5 delete-without-where', '8 empty-down'])
})

test('a view of which a part is known only at run time is told by its name', async () => {
  const told = async (query: string, value: string) => {
    const folder = join(root, String(++projects))
    mkdirSync(join(folder, 'migrations'), { recursive: true })
    writeFileSync(join(folder, 'knexfile.js'), "module.exports = { client: 'pg' }")
    const source = both(`async knex => {
  const first = await knex('users').first()
  await knex.raw(\`CREATE VIEW others AS ${query}\${${value}}\`)
}`)
    writeFileSync(join(folder, 'migrations/1_base.js'), base)
    writeFileSync(join(folder, 'migrations/2_new.js'), source)
    const { migrations } = await lintProject({ cwd: folder, applied: { text: '1_base.js' } })
    return migrations.flatMap(({ findings }) => findings).find(each => each.ruleId === 'unparsed-statement')
  }
  const ofTable = await told('SELECT id FROM ', 'first.kind')
  expect(ofTable).toMatchObject({
    severity: 'warning',
    message: 'CREATE VIEW others was read in part only (part of its text is known only at run time).',
  })
  expect(ofTable?.instead).toContain('Check by hand what it comes to')
  expect(await told('SELECT id FROM users WHERE id <> ', 'first.id')).toMatchObject({
    severity: 'info',
    message:
      'CREATE VIEW others was read in part only (a value or column in its query is known only at run time).',
  })
})

test('a foreign key that SQLite makes again without goes with its column', async () => {
  const dropped = (then: string) =>
    findingsOf(
      'better-sqlite3',
      both(`async knex => {
  await knex.schema.alterTable('carts', t => { t.dropForeign('user_id') })
  ${then}
}`),
    )
  const column = "await knex.schema.alterTable('carts', t => { t.dropColumn('user_id') })"
  expect(await dropped('')).toContain('2 drop-fk')
  expect(await dropped(column)).not.toContain('2 drop-fk')
})

test.each([
  ['a callback of map()', 'users.map(async ({ id }) => {', '})', 3],
  ['one whose promises are awaited', 'await Promise.all(users.map(async ({ id }) => {', '}))', undefined],
  ['then() that nobody waits for', "knex('users').then(async ([{ id }]) => {", '})', 3],
  [
    'a callback that is over in time, as the statements behind it take longer',
    'users.map(async ({ id }) => {',
    `})
  for (let i = 0; i < 9; i++) await knex('users')`,
    3,
  ],
  [
    'a callback that builds a table',
    "users.map(async () => {\n  await knex.schema.alterTable('carts', t => { t.string('a') })",
    `})
  for (let i = 0; i < 9; i++) await knex('users')`,
    3,
  ],
  [
    'a list of promises that is kept',
    'const all = users.map(async ({ id }) => {',
    `})
  for (let i = 0; i < 9; i++) await knex('users')
  await Promise.all(all)`,
    undefined,
  ],
  [
    'columns that a loop gives to the builder of a table',
    `await knex.schema.createTable('bills', t => {
    ['user_id'].forEach(name => t.integer(name).references('users.id').index())
  })
  for (const { id } of users) {`,
    '}',
    undefined,
  ],
  ['a transaction that is returned', 'return knex.transaction(async () => { const id = 1', '})', undefined],
])('whoever lets go of the promise is told, not who awaits in it: %s', async (_title, begin, end, line) => {
  const source = both(`async knex => {
  const users = await knex('users')
  ${begin}
    await knex('carts').where({ id }).del()
    await knex('users').where({ id }).del()
  ${end}
}`)
  const told = (await findingsOf('pg', source)).filter(each => each.endsWith('async-not-awaited'))
  expect(told).toEqual(line === undefined ? [] : [`${line} async-not-awaited`])
})

test.each([
  ["const rimraf = require('rimraf')", "rimraf.sync('old')", ['3 side-effect']],
  ["import sharp from 'sharp'", "await sharp('a.png').resize(9).toFile('b.png')", ['3 side-effect']],
  ["import axios from 'axios'", "await axios.post('http://a.test', {})", ['3 side-effect']],
  ["const axios = require('axios')", 'axios.create({})', []],
  ["const sharp = require('sharp')", "await sharp('a.png').metadata()", []],
  ["const fs = require('fs-extra')", "await fs.readJson('a.json')", []],
])('a package that is not there: %s, %s', async (load, call, effects) => {
  const up = `const up = async knex => {\n  ${call}\n  await knex('users').where('id', 1).del()\n}`
  const source = load.startsWith('import')
    ? `${load}\nexport ${up}\nexport const down = async () => {}`
    : `${load}\n${up}\nmodule.exports = { up, down: async () => {} }`
  const found = await findingsOf('pg', source)
  expect(found.filter(each => each.endsWith('side-effect'))).toEqual(effects)
})

describe('a helper of another file', () => {
  const told = async (source: string, helper: string, rule: string): Promise<readonly string[]> => {
    const others = { 'helper.js': helper, 'db.js': `module.exports = require('knex')({ client: 'pg' })` }
    const all = await allFindings('pg', source, { others })
    return all
      .filter(({ ruleId }) => ruleId === rule)
      .map(({ message, location }) => `${location?.line} ${message.slice(0, 60)}`)
  }

  test.each([
    [
      'lets go of what it begins itself',
      `clear(knex)`,
      `knex('carts').del().then(() => {})`,
      '4 In ../helper.js, line 2: nobody waits for this: it is still ',
    ],
    [
      'is let go of',
      `clear(knex)`,
      `await knex('carts').del()`,
      '4 Nobody waits for this: it is still under way when the migrat',
    ],
  ])('%s', async (_title, call, body, message) => {
    const helper = `module.exports = async knex => {\n  ${body}\n}`
    const source = `const clear = require('../helper')\n${both(`async knex => {\n  await knex('users').del()\n  ${call}\n}`)}`
    expect(await told(source, helper, 'async-not-awaited')).toEqual([message])
  })

  test('an imported one is told where it is called', async () => {
    const helper = 'export default async knex => {\n  await knex("carts").del()\n}'
    const source = `import clear from '../helper.js'\nexport const up = async knex => {\n  clear(knex)\n}\nexport const down = async () => {}`
    expect(await told(source, helper, 'async-not-awaited')).toEqual([
      '3 Nobody waits for this: it is still under way when the migrat',
    ])
  })

  test('what it does later is told where it is called', async () => {
    const helper = `const fs = require('fs')\nexports.write = () => Promise.resolve().then(() => {\n  fs.writeFileSync('a', 'b') })`
    const source = `import { write } from '../helper.js'\nconst up = async knex => {\n  await knex('users').del()\n  return write()\n}\nconst down = async () => {}\nexport { up, down }`
    expect(await told(source, helper, 'side-effect')).toEqual([
      '4 Line 3 of ../helper.js writes to the file system; this call ',
    ])
  })

  test.each([
    ['of an object', `const tool = { clear, write }\nexport default tool`, 'import tool from', 'tool.'],
    ['by its name', 'export { clear, write }', 'import { clear, write } from', ''],
  ])('what it does later is told at the call that leads to it: %s', async (_title, exports, imports, of) => {
    const helper = `import fs from 'fs'\nconst clear = async () => {}\nconst write = () => Promise.resolve().then(() => {\n  fs.writeFileSync('a', 'b') })\n${exports}`
    const source = `${imports} '../helper.js'\nasync function run(knex) {\n  await knex('users').del()\n  return ${of}clear()\n    .then(() => {\n      return ${of}write()\n    })\n}\nconst up = run\nconst down = async () => {}\nexport { up, down }`
    expect(await told(source, helper, 'side-effect')).toEqual([
      '6 Line 4 of ../helper.js writes to the file system; this call ',
    ])
  })

  test('what it does before is told with its line', async () => {
    const helper = `process.chdir('..')\nexports.up = async () => {}`
    const source = both(`async knex => {\n  require('../helper')\n  await knex('users').del()\n}`)
    expect(await told(source, helper, 'side-effect')).toEqual([
      '2 Line 1 of ../helper.js changes the working directory; this c',
    ])
  })

  test('the working directory, changed by the same line again, is told once', async () => {
    const source = both(`async knex => {\n  require('../helper')\n  await knex('users').del()\n}`)
    const others = {
      'helper.js': `process.chdir('..')\nexports.up = async () => {}`,
      'migrations/3_more.js': source,
    }
    const all = await allFindings('pg', source, { others })
    expect(all.filter(({ ruleId }) => ruleId === 'side-effect').map(({ file }) => file)).toEqual([
      'migrations/2_new.js',
    ])
  })

  test('whose callback a package that is not there would call is told, with the function that it calls', async () => {
    const helper = `const { from } = require('rxjs')
exports.fill = knex => new Promise(resolve => {
  from(['a']).pipe(() => resolve()).subscribe(async plan => {
    await write(knex, plan)
  })
})
const write = async (knex, plan) => {
  await knex('users').update({ plan })
}
exports.other = async knex => {
  await knex('users').del()
}`
    const up = `async knex => {\n  if (process.env.NODE_ENV === 'production') await fill(knex)\n}`
    const source = `const { fill } = require('../helper')\n${both(up)}`
    const all = await allFindings('pg', source, { others: { 'helper.js': helper } })
    const messages = all.flatMap(({ ruleId, message }) => (ruleId === 'code-not-reached' ? [message] : []))
    expect(messages).toContain(
      'In ../helper.js, lines 3 to 5 and 7 to 9 were not reached in any run: write() and the UPDATE of users were not checked.',
    )
    expect(messages.join()).not.toMatch(/DELETE/)
  })

  test('that uses the outer Knex is told once, with what else leads to it', async () => {
    const helper = `const db = require('./db')\nexports.clear = () => db('carts').del()`
    const source = `const { clear } = require('../helper')\n${both('async knex => {\n  await clear()\n  await clear()\n  await clear()\n}')}`
    const all = await allFindings('pg', source, {
      others: { 'helper.js': helper, 'db.js': `module.exports = require('knex')({ client: 'pg' })` },
    })
    const messages = all.filter(({ ruleId }) => ruleId === 'uses-outer-knex').map(({ message }) => message)
    expect(messages).toEqual([
      expect.stringMatching(/^In \.\.\/helper\.js, line 2: .* 2 more calls here lead to it\.$/),
    ])
  })

  test('whose functions are spread into the module is told where they are made', async () => {
    const helper = `exports.drop = table => ({ up: knex => knex.schema.dropTable(table), down: async () => {} })`
    const source = `const { drop } = require('../helper')\nmodule.exports = {\n  ...drop('carts'),\n}`
    expect(await told(source, helper, 'drop-table')).toEqual([expect.stringMatching(/^3 /)])
  })
})

describe('a catch for an error of one engine', () => {
  const source = both(
    'async () => {}',
    `async knex => {
  try {
    await knex('users').del()
  } catch (error) {
    if (error.code === 'ER_DROP_INDEX_FK') {
      await new Function('k', 'return k("carts").del()')(knex)
      return
    }
    throw error
  }
}`,
  )

  const isTold = async (client: string): Promise<boolean> =>
    (await findingsOf(client, source)).some(each => each.endsWith('code-not-reached'))

  test('was not reached there', async () => {
    expect(await isTold('mysql2')).toBe(true)
  })

  test.each(['pg', 'better-sqlite3'])('is for others than %s', async client => {
    expect(await isTold(client)).toBe(false)
  })
})

test('the arms of one condition that were not reached are told together', async () => {
  const source = both(`async knex => {
  const users = await knex('users')
  const kind = JSON.stringify(users).length
  if (kind === 'b' + users.length) {
    await knex('carts').where({ size: 1 }).del()
  } else if (kind === 'c' + users.length) {
    await knex('carts').where({ size: 2 }).del()
  }
}`)
  const told = (await allFindings('pg', source, {})).filter(({ ruleId }) => ruleId === 'code-not-reached')
  expect(told.map(({ message }) => message)).toEqual([
    'Lines 4 to 6 and 6 to 8 were not reached in any run: the DELETE from carts was not checked.',
  ])
})

test('which rows get a value the code decides that has read them', async () => {
  const filled = (rows: string) => `async knex => {
  await knex.schema.alterTable('users', t => { t.string('code') })
  for (const { id } of ${rows}) await knex('users').where({ id }).update({ code: 'c' + id })
  await knex.raw('ALTER TABLE users ALTER COLUMN code SET NOT NULL')
}`
  const told = async (rows: string) =>
    (await allFindings('pg', both(filled(rows)), {})).flatMap(({ ruleId, message }) =>
      ruleId === 'set-not-null' ? [message] : [],
    )
  expect(await told("await knex('users').select('id')")).toEqual([
    'users.code becomes NOT NULL: a row to which the code of the migration gives no value (from line 3 on) stops the statement, and the whole table is read under a lock.',
  ])
  expect(await told('[{ id: 1 }]')).toEqual([
    'users.code becomes NOT NULL: a row that the UPDATE in line 3 leaves NULL stops the statement, and the whole table is read under a lock.',
  ])
})

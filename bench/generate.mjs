import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Migrations of a project that grew: tables first, then changes to them, now and then rows. The same seed gives
 * the same files. */
export function generateMigrations(engine, count, seed = 1) {
  const random = randomFrom(seed)
  const project = { engine, random, tables: [] }
  return Array.from({ length: count }, (_, index) => {
    const { name, statements } = nextMigration(project, index)
    return { file: `${20200101000000 + index}_${name}.sql`, statements }
  })
}

/** The folder's files, and how many statements they hold. */
export function writeMigrations(folder, migrations) {
  mkdirSync(folder, { recursive: true })
  for (const { file, statements } of migrations) {
    writeFileSync(join(folder, file), `-- ${file}\n\n${statements.map(one => `${one};\n`).join('\n')}`)
  }
  return {
    files: migrations.map(({ file }) => join(folder, file)),
    statements: migrations.reduce((sum, { statements }) => sum + statements.length, 0),
  }
}

const types = {
  postgres: { key: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY', text: 'text', time: 'timestamptz', json: 'jsonb' },
  mysql: { key: 'BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY', text: 'VARCHAR(255)', time: 'DATETIME', json: 'JSON' },
  sqlite: { key: 'INTEGER PRIMARY KEY', text: 'TEXT', time: 'TEXT', json: 'TEXT' },
} // biome-ignore format: a table

const nouns = [
  'account',
  'address',
  'basket',
  'coupon',
  'device',
  'event',
  'group',
  'invoice',
  'member',
  'order',
]
const columns = [
  'title',
  'status',
  'locale',
  'note',
  'reference',
  'origin',
  'colour',
  'label',
  'remark',
  'source',
]

/** What follows a project's first tables: [how often, what]. */
const changes = [
  [4, addColumn],
  [3, createTable],
  [3, createIndex],
  [2, insertRows],
  [2, updateRows],
  [1, renameColumn],
  [1, dropColumn],
]

function nextMigration(project, index) {
  if (index < 5) return createTable(project, index)
  const lots = changes.flatMap(([weight, change]) => Array(weight).fill(change))
  return pick(project, lots)(project, index)
}

function createTable({ engine, tables, random }, index) {
  const type = types[engine]
  const table = { name: `${nouns[random(nouns.length)]}s_${index}`, columns: [...columns.slice(0, 4)] }
  const parent = tables.at(-1)
  const lines = [
    `id ${type.key}`,
    ...table.columns.map(column => `${column} ${type.text} NOT NULL DEFAULT ''`),
    `settings ${type.json}`,
    'amount numeric(12, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0)',
    `created_at ${type.time} NOT NULL DEFAULT CURRENT_TIMESTAMP`,
    ...(parent && engine === 'postgres'
      ? [`parent_id bigint REFERENCES ${parent.name} (id)`]
      : ['parent_id bigint']),
  ]
  tables.push(table)
  return {
    name: `create_${table.name}`,
    statements: [
      `CREATE TABLE ${table.name} (\n  ${lines.join(',\n  ')}\n)`,
      `CREATE INDEX ${table.name}_parent ON ${table.name} (parent_id, created_at)`,
    ],
  }
}

function addColumn(project, index) {
  const table = pick(project, project.tables)
  const column = `${pick(project, columns)}_${index}`
  table.columns.push(column)
  const add = `ALTER TABLE ${table.name} ADD COLUMN ${column} ${types[project.engine].text}`
  const fill = `UPDATE ${table.name} SET ${column} = 'none' WHERE ${column} IS NULL AND id < 1000`
  return { name: `add_${column}`, statements: [add, fill] }
}

function createIndex(project, index) {
  const table = pick(project, project.tables)
  const concurrently = project.engine === 'postgres' && project.random(2) === 0 ? 'CONCURRENTLY ' : ''
  const list = `${pick(project, table.columns)}, amount`
  return {
    name: `index_${table.name}`,
    statements: [`CREATE INDEX ${concurrently}${table.name}_${index} ON ${table.name} (${list})`],
  }
}

function insertRows(project, index) {
  const table = pick(project, project.tables)
  const row = place => `('row ${index}/${place}', 'it''s open', ${project.random(10_000)}.5)`
  const rows = Array.from({ length: 1 + project.random(40) }, (_, place) => row(place)).join(',\n  ')
  return {
    name: `seed_${table.name}`,
    statements: [`INSERT INTO ${table.name} (title, status, amount) VALUES\n  ${rows}`],
  }
}

function updateRows(project) {
  const table = pick(project, project.tables)
  return {
    name: `fix_${table.name}`,
    statements: [
      `UPDATE ${table.name} SET amount = round(amount * 1.19, 2) WHERE status = 'open' AND amount > 10`,
      `DELETE FROM ${table.name} WHERE status = 'void' AND created_at < '2019-01-01'`,
    ],
  }
}

function renameColumn(project, index) {
  const table = pick(project, project.tables)
  const old = table.columns.at(-1)
  table.columns[table.columns.length - 1] = `renamed_${index}`
  return {
    name: `rename_${old}`,
    statements: [`ALTER TABLE ${table.name} RENAME COLUMN ${old} TO renamed_${index}`],
  }
}

function dropColumn(project, index) {
  const table = pick(project, project.tables)
  if (table.columns.length < 6) return addColumn(project, index)
  const column = table.columns.pop()
  return { name: `drop_${column}`, statements: [`ALTER TABLE ${table.name} DROP COLUMN ${column}`] }
}

function pick({ random }, list) {
  return list[random(list.length)]
}

/** Numerical Recipes' linear congruential generator. */
function randomFrom(seed) {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

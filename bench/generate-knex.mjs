import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A project whose Knex migrations make a table and then change it, with a way back for each. */
export function writeKnexProject(folder, count) {
  const migrations = join(folder, 'migrations')
  mkdirSync(migrations, { recursive: true })
  writeFileSync(join(folder, 'knexfile.js'), "module.exports = { client: 'pg' }\n")
  for (let index = 0; index < count; index += 1) {
    const { name, up, down } = migration(index)
    const text = `exports.up = async knex => {\n  ${up}\n}\n\nexports.down = async knex => {\n  ${down}\n}\n`
    writeFileSync(join(migrations, `${20200101000000 + index}_${name}.js`), text)
  }
}

function migration(index) {
  const table = `orders_${index - (index % 4)}`
  switch (index % 4) {
    case 0:
      return {
        name: `create_${table}`,
        up: `await knex.schema.createTable('${table}', table => {
    table.bigIncrements('id')
    table.string('title').notNullable()
    table.decimal('amount', 12, 2).notNullable().defaultTo(0)
    table.timestamps(true, true)
  })`,
        down: `await knex.schema.dropTable('${table}')`,
      }
    case 1:
      return {
        name: `note_${table}`,
        up: `await knex.schema.alterTable('${table}', table => table.text('note'))
  await knex('${table}').whereNull('note').update({ note: '' })`,
        down: `await knex.schema.alterTable('${table}', table => table.dropColumn('note'))`,
      }
    case 2:
      return {
        name: `index_${table}`,
        up: `await knex.schema.alterTable('${table}', table => table.index(['title', 'amount']))`,
        down: `await knex.schema.alterTable('${table}', table => table.dropIndex(['title', 'amount']))`,
      }
    default:
      return {
        name: `rename_${table}`,
        up: `if (await knex.schema.hasColumn('${table}', 'title')) {
    await knex.schema.alterTable('${table}', table => table.renameColumn('title', 'name'))
  }`,
        down: `await knex.schema.alterTable('${table}', table => table.renameColumn('name', 'title'))`,
      }
  }
}

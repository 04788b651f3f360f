import type { ObjectName } from '../operations/column.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { laterInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import { isCache, isMadeAgain, madeAgain } from './deploy/made-again.ts'
import { madeOtherwise, wantedBesides } from './keys/made-otherwise.ts'
import { droppedIfThere } from './objects/not-there.ts'
import { rowsCopiedFirst } from './rows/copied-first.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const dropIfExistsThenCreate: Rule = {
  id: 'drop-if-exists-then-create',
  category: 'data-loss',
  severity: 'error',
  title: 'A table is dropped and made again: its rows are wiped.',
  why: `DROP TABLE IF EXISTS before CREATE TABLE makes a script repeatable on an empty database. On one that has the
table it deletes every row, and looks harmless in the review.`,
  instead: 'Use CREATE TABLE without the drop, or change the existing table with ALTER TABLE.',
  examples: {
    flagged: [
      {
        title: 'in the first migration, on a database that may hold it',
        dialect: 'mysql',
        up: 'DROP TABLE IF EXISTS settings; CREATE TABLE settings (id int)',
        instead: 'CREATE TABLE settings (id int)',
      },
      {
        title: 'several are one finding',
        up: `DROP TABLE IF EXISTS settings; CREATE TABLE settings (id int);
DROP TABLE IF EXISTS themes; CREATE TABLE themes (id int);`,
        instead: 'CREATE TABLE settings (id int); CREATE TABLE themes (id int)',
      },
      {
        title: 'made again in the same script',
        dialect: 'mysql',
        given: 'CREATE TABLE settings (id int)',
        up: 'DROP TABLE IF EXISTS settings; CREATE TABLE settings (id int, name varchar(50))',
        instead: 'ALTER TABLE settings ADD COLUMN name varchar(50)',
      },
      {
        title: 'a cache, which nobody misses',
        dialect: 'sqlite',
        given: 'CREATE TABLE page_cache (id INTEGER PRIMARY KEY)',
        up: 'DROP TABLE page_cache; CREATE TABLE page_cache (id INTEGER PRIMARY KEY, expires TEXT)',
        instead: 'ALTER TABLE page_cache ADD COLUMN expires TEXT',
      },
      {
        title: 'a cache that the code uses otherwise',
        dialect: 'sqlite',
        given: 'CREATE TABLE page_cache (page INTEGER, body TEXT, created TEXT)',
        up: 'DROP TABLE page_cache; CREATE TABLE page_cache (page INTEGER PRIMARY KEY, body TEXT, expires TEXT NOT NULL)',
        instead: 'CREATE TABLE page_cache_2 (page INTEGER PRIMARY KEY, body TEXT, expires TEXT NOT NULL)',
      },
      {
        title: 'PostgreSQL',
        given: 'CREATE TABLE settings (id int)',
        up: 'DROP TABLE IF EXISTS settings; CREATE TABLE settings (id int, name text)',
        instead: 'ALTER TABLE settings ADD COLUMN name text',
      },
    ],
    allowed: [
      { title: 'only made', dialect: 'mysql', up: 'CREATE TABLE settings (id int)' },
      {
        title: 'a new table: no migration has made it before',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'DROP TABLE IF EXISTS settings; CREATE TABLE settings (id int)',
      },
      {
        title: 'rows that another table has taken over',
        given: 'CREATE TABLE totals (day date, amount int)',
        up: `CREATE TABLE totals_history (day date, amount int);
INSERT INTO totals_history (day, amount) SELECT day, amount FROM totals;
DROP TABLE IF EXISTS totals;
CREATE TABLE totals (amount int PRIMARY KEY);`,
      },
      {
        title: 'a name that the script needs for a while, which a run that broke off may have left',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (id INTEGER PRIMARY KEY)',
        up: `DROP TABLE IF EXISTS settings_new; CREATE TABLE settings_new (id INTEGER PRIMARY KEY);
INSERT INTO settings_new (id) SELECT id FROM settings;
DROP TABLE settings;
ALTER TABLE settings_new RENAME TO settings;`,
      },
      {
        title: 'a rebuild that copies the rows',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (id INTEGER PRIMARY KEY)',
        up: `CREATE TABLE settings_new (id INTEGER PRIMARY KEY);
INSERT INTO settings_new (id) SELECT id FROM settings;
DROP TABLE settings;
ALTER TABLE settings_new RENAME TO settings;`,
      },
    ],
  },

  checkOperation: {
    'drop-table'(operation, context) {
      const { replayedScript, step } = context
      const { table, temporary, replacedBy } = operation
      if (temporary || replacedBy !== undefined) return undefined
      const unknown = droppedIfThere(operation, 'madeAgain', context)
      if (unknown !== undefined) return unknown
      const { steps } = replayedScript
      const made = stepsOn(steps, table, 'create-table').find(
        each => each.operation.asSelect !== true && isBefore(steps, step, each),
      )
      if (made === undefined) return undefined
      // Then drop-table says where they are.
      if (rowsCopiedFirst(table, context)?.partly === false) return undefined
      const otherwise = newDefinition(table, context)
      const message = `${table} is dropped and made again: every row in it is gone.${otherwise === undefined ? '' : ` The new one ${otherwise}: running code that goes by the old one fails.`}`
      const again = madeAgain(table)
      if (again !== undefined) {
        const isSame = otherwise === undefined && context.tableBefore(table)?.complete === true
        const severity = isSame && isCache(table) ? 'info' : 'warning'
        return {
          message,
          ...(isMadeAgain(table) && { severity }),
          instead:
            otherwise === undefined
              ? `Nothing, if it is meant. Of ${table} no copy is needed: ${again}.`
              : `Give the new table another name, let the code use that one, and drop ${table} in a later release. Of ${table} no copy is needed: ${again}.`,
          objects: [table],
        }
      }
      return { message, instead: rowsCarriedOver(table, made, context), objects: [table] }
    },
  },
}

/** What the table of that name, as the deploy leaves it, has not or wants. */
function newDefinition(table: ObjectName, { atEnd, tableBefore }: OperationContext): string | undefined {
  const [old, made] = [tableBefore(table), findTable(atEnd, table)]
  return old && made && madeOtherwise(old, made, atEnd)
}

function rowsCarriedOver(table: ObjectName, made: Step, context: OperationContext): string {
  const { traits, atEnd, tableBefore } = context
  const last = laterInDeploy(table, context, 'drop-table').at(-1)
  if (last !== undefined && findTable(atEnd, table) === undefined) {
    return `The deploy drops ${table} for good in ${placeWithFile(last, context)}: if anybody needs its rows, keep them in an archive table before this statement.`
  }
  const [old, now] = [tableBefore(table), findTable(made.after, table)]
  const wanted = old && now ? wantedBesides(old, now, made.after) : []
  if (wanted.length > 0) {
    return `Give the new table another name, let the code use that one, and drop ${table} in a later release. Its rows cannot be copied into the new one as they are, which wants a value for ${listWords(wanted)}: if anybody needs them, say in the copy what they get there.`
  }
  return traits.altersByRebuild === true
    ? 'Make the new table under another name, copy the rows into it, drop the old one and give the new one its name. If the rows are of no use any more, keep them in an archive table until that is known for sure.'
    : 'Change the table that is there with ALTER TABLE. If its rows are of no use any more, rename it out of the way, and drop it in a later release.'
}

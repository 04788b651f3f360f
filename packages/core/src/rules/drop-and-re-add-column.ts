import { bareName } from '../operations/names.ts'
import type { Operation } from '../operations/operation.ts'
import { nameAfter, nameBefore } from '../schema/column-renames.ts'
import { earlierSteps, isBefore, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { namesIn, qualifiedNamesIn } from '../schema/sql-text.ts'
import { isGivenBack } from './deploy/given-back.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { carriedByCode } from './rows/carried-by-code.ts'
import { columnCopiedFirst } from './rows/copied-first.ts'
import { holdsDefaultsOnly } from './rows/defaults-only.ts'
import { keptNull } from './rows/kept-null.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const dropAndReAddColumn: Rule = {
  id: 'drop-and-re-add-column',
  category: 'data-loss',
  severity: 'error',
  title: 'A column is dropped and added again, or another one of the same type is: that looks like a rename.',
  why: `The new column holds none of the old values. Tools that compare two schemas write a rename like this, because they see only that
one name is gone and another is there.`,
  instead: `To rename it or to change its type, add the new column beside the old one, copy the values in batches, and drop the old one
in a later release.`,
  examples: {
    flagged: [
      {
        title: 'the same name, another type',
        given: 'CREATE TABLE users (id int, age text)',
        up: 'ALTER TABLE users DROP COLUMN age; ALTER TABLE users ADD COLUMN age int',
        instead: 'ALTER TABLE users ADD COLUMN age_new int',
      },
      {
        title: 'for another default: one statement is one finding',
        given: 'CREATE TABLE users (id int, sounds boolean DEFAULT true, hints boolean DEFAULT true)',
        up: `ALTER TABLE users DROP COLUMN sounds, ADD COLUMN sounds boolean DEFAULT false,
  DROP COLUMN hints, ADD COLUMN hints boolean DEFAULT false`,
        instead:
          'ALTER TABLE users ALTER COLUMN sounds SET DEFAULT false, ALTER COLUMN hints SET DEFAULT false',
      },
      {
        title: 'for a foreign key, which the column that is there can have',
        given: 'CREATE TABLE codes (code text PRIMARY KEY); CREATE TABLE permits (id int, code text)',
        up: 'ALTER TABLE permits DROP COLUMN code; ALTER TABLE permits ADD COLUMN code text REFERENCES codes (code)',
        instead: 'ALTER TABLE permits ADD FOREIGN KEY (code) REFERENCES codes (code) NOT VALID',
      },
      {
        title: 'Knex adds the foreign key in a statement of its own',
        given: 'CREATE TABLE codes (code text PRIMARY KEY); CREATE TABLE permits (id int, code text)',
        up: `ALTER TABLE permits DROP COLUMN code; ALTER TABLE permits ADD COLUMN code text;
ALTER TABLE permits ADD CONSTRAINT permits_code FOREIGN KEY (code) REFERENCES codes (code);`,
        instead: 'ALTER TABLE permits ADD FOREIGN KEY (code) REFERENCES codes (code) NOT VALID',
      },
      {
        title: 'the new column is filled from another one, by way of a table of codes',
        given: `CREATE TABLE codes (code text PRIMARY KEY, display text);
CREATE TABLE permits (id int PRIMARY KEY, source text, source_letters text);`,
        up: `ALTER TABLE permits DROP COLUMN source;
ALTER TABLE permits ADD COLUMN source text REFERENCES codes (code);
UPDATE permits SET source = (SELECT code FROM codes WHERE codes.display = permits.source_letters);`,
        instead: {
          noSql: 'whether the other column tells what the old one did, the rows alone tell',
        },
      },
      {
        title: 'the values are kept in another table, and nothing fills the new column',
        given: 'CREATE TABLE stores (id int PRIMARY KEY, secret text)',
        up: `SELECT id, secret INTO stores_secrets FROM stores WHERE secret IS NOT NULL;
ALTER TABLE stores DROP COLUMN secret, ADD COLUMN secret bytea;`,
        instead: 'ALTER TABLE stores ADD COLUMN secret_bytes bytea',
      },
      {
        title: 'the values are kept in another table, from which the new column is filled',
        given: 'CREATE TABLE stores (id int PRIMARY KEY, secret text)',
        up: `CREATE TABLE stores_secrets AS SELECT id, secret FROM stores;
ALTER TABLE stores DROP COLUMN secret, ADD COLUMN secret bytea;
UPDATE stores SET secret = convert_to(kept.secret, 'UTF8') FROM stores_secrets kept WHERE kept.id = stores.id;`,
        instead: 'ALTER TABLE stores ADD COLUMN secret_bytes bytea',
      },
      {
        title: 'another name, the same type',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, mail varchar(100))',
        up: 'ALTER TABLE users DROP COLUMN mail, ADD COLUMN email varchar(100)',
        instead: 'ALTER TABLE users ADD COLUMN email varchar(100)',
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
        up: 'ALTER TABLE users DROP COLUMN mail; ALTER TABLE users ADD COLUMN email TEXT',
        instead: 'ALTER TABLE users ADD COLUMN email TEXT',
      },
      {
        title: 'SQLite: the new column has another name by then',
        dialect: 'sqlite',
        given: 'CREATE TABLE proofs (id INTEGER PRIMARY KEY, kind TEXT)',
        up: `ALTER TABLE proofs ADD COLUMN kind_ext TEXT;
ALTER TABLE proofs RENAME COLUMN kind TO kind_old;
ALTER TABLE proofs RENAME COLUMN kind_ext TO kind;
ALTER TABLE proofs DROP COLUMN kind_old;`,
        instead: { noSql: 'whether it is a rename is not told' },
      },
    ],
    allowed: [
      {
        title: 'what the server refuses where the table has a row: told as add-required-column',
        given: 'CREATE TABLE bots (id int, kind text NOT NULL)',
        up: 'ALTER TABLE bots DROP COLUMN kind, ADD COLUMN kind varchar(9) NOT NULL',
      },
      {
        title: 'IF EXISTS of a column that is not there',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users DROP COLUMN IF EXISTS email; ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'the values are copied first',
        given: 'CREATE TABLE users (id int, mail varchar(100))',
        up: `ALTER TABLE users ADD COLUMN email varchar(100);
UPDATE users SET email = mail;
ALTER TABLE users DROP COLUMN mail;`,
      },
      {
        title: 'the values are copied first, and the new column has the name of the old one before that goes',
        given: 'CREATE TABLE proofs (id int, kind text)',
        up: `ALTER TABLE proofs ADD COLUMN kind_ext text;
UPDATE proofs SET kind_ext = kind;
ALTER TABLE proofs RENAME COLUMN kind TO kind_old;
ALTER TABLE proofs RENAME COLUMN kind_ext TO kind;
ALTER TABLE proofs DROP COLUMN kind_old;`,
      },
      {
        title: 'the one value that every row has is given back',
        given: "CREATE TABLE users (id int, kind text NOT NULL CHECK (kind = 'a'))",
        up: "ALTER TABLE users DROP COLUMN kind, ADD COLUMN kind varchar(20) NOT NULL DEFAULT 'a'",
      },
      {
        title: 'a table that the deploy makes, where no row has anything but the default',
        given: 'CREATE TABLE users (id int)',
        after: {
          up: `CREATE TABLE settings (user_id int, sounds boolean DEFAULT true);
INSERT INTO settings (user_id) SELECT id FROM users;
DELETE FROM users WHERE id < 0;`,
        },
        up: 'ALTER TABLE settings DROP COLUMN sounds, ADD COLUMN sounds boolean DEFAULT false',
      },
      {
        title: 'a rename',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
        up: 'ALTER TABLE users RENAME COLUMN mail TO email',
      },
    ],
  },

  checkOperation: {
    'drop-column'({ table, column, ifExists }, context) {
      const { before, isNewColumn, replayedScript, statement, traits } = context
      const old = columnIn(before, table, column)
      if (isNewColumn(table, column) || old?.generated !== undefined || copiedAway(table, column, context))
        return undefined
      if (isGivenBack(table, column, context) || holdsDefaultsOnly(table, column, context)) return undefined
      // Told by drop-column.
      if (carriedByCode(table, column, context) !== undefined) return undefined
      // IF EXISTS of a column that the table, as it is known, does not have.
      if (ifExists && old === undefined && findTable(before, table) !== undefined) return undefined
      const added = stepsOn(replayedScript.steps, table, 'add-column').flatMap(step =>
        addedTo(table, step, context),
      )
      const again = added.find(candidate => sameColumn(before, candidate.name, column))
      // The same type alone says little where a script adds many columns: one out, one in, in one statement where the
      // engine takes both in one.
      const sameType = added.filter(
        candidate => old?.type !== undefined && candidate.type === old.type.text.toLowerCase(),
      )
      const renamed =
        added.length === 1 &&
        droppedFrom(table, context) === 1 &&
        (sameStatement(statement.operations) || traits.altersByRebuild === true)
          ? sameType[0]
          : undefined
      const name = `${table}.${column}`
      const empty = keptNull(table, column, context)
      if (again !== undefined) {
        const all = addedAgain(table, context)
        // One statement that does it to many is one finding.
        if (all[0] !== undefined && !sameColumn(before, all[0], column)) return undefined
        const names = all.length === 0 ? [name] : all.map(each => `${table}.${each}`)
        const isOne = names.length === 1
        const kept = keptElsewhere(table, all.length === 0 ? [column] : all, context)
        if (kept !== undefined) {
          return {
            message: `${listWords(names)} ${isOne ? 'is' : 'are'} dropped and added again: ${kept.message}`,
            ...(kept.partly ? {} : { severity: 'warning' }),
            objects: names,
          }
        }
        if (isOne && empty !== undefined) {
          return {
            message: `${name} is dropped and added again. No value is lost as the script stands: ${empty}`,
            severity: again.type === old?.type?.text.toLowerCase() ? 'info' : 'warning',
            objects: names,
          }
        }
        const fills = isOne ? filledAgain(table, column, context) : undefined
        if (fills !== undefined) {
          return {
            message: `${name} is dropped and added again: its old values are lost, and ${fills.lines} ${fills.isSeveral ? 'fill' : 'fills'} the new column from ${fills.from}, where a row that ${fills.isSeveral ? 'they leave' : 'it leaves'} out ${again.default === undefined ? 'stays NULL' : 'keeps the DEFAULT'}.`,
            severity: 'warning',
            objects: names,
            instead: `Compare first, row by row, ${column} with what ${fills.isSeveral ? 'these UPDATEs write' : 'this UPDATE writes'}, and count the rows with a value that ${fills.isSeveral ? 'they leave' : 'it leaves'} out.`,
          }
        }
        return {
          message: `${listWords(names)} ${isOne ? 'is' : 'are'} dropped and added again: every old value is lost.`,
          objects: names,
          ...(traits.altersByRebuild === true
            ? {}
            : keptInPlace(table, all.length === 0 ? [column] : all, added, context)),
        }
      }
      if (renamed === undefined) return undefined
      // Both parts go, so that it cannot be one operation's suggestion.
      const asRename = `If it is a rename, write it as one: ALTER TABLE ${sqlName(table, traits)} RENAME COLUMN ${traits.quote(column)} TO ${traits.quote(renamed.lastName)};`
      if (empty !== undefined) {
        return {
          message: `${name} is dropped and ${renamed.name} of the same type added, like a rename. No value is lost as the script stands: ${empty} Running code that still reads ${column} fails.`,
          severity: 'warning',
          objects: [name],
          instead: `${asRename} When that line is changed so that it passes, the values count.`,
        }
      }
      return {
        message: `${name} is dropped and ${renamed.name} of the same type added: as a rename this loses every value.`,
        objects: [name],
        instead: asRename,
      }
    },
  },
}

/** Where an earlier statement has put the values of all of them. */
function keptElsewhere(
  table: string,
  columns: readonly string[],
  context: OperationContext,
): { readonly message: string; readonly partly: boolean } | undefined {
  const { before, replayedScript, step } = context
  const copies = columns.map(column => columnCopiedFirst(table, column, context))
  const [copy] = copies
  if (copy === undefined || copies.some(each => each?.into !== copy.into)) return undefined
  const isOne = columns.length === 1
  const fill = stepsOn(replayedScript.steps, table, 'update-rows').find(
    each =>
      isBefore(replayedScript.steps, step, each) &&
      columns.some(column => each.operation.columns.some(name => sameColumn(before, name, column))) &&
      qualifiedNamesIn(each.statement.text).some(name => sameObject(before, name, copy.into)),
  )
  const their = isOne ? 'its' : 'their'
  const [it, line] = [isOne ? 'it' : 'them', copy.at]
  const place = copy.partly ? `${line}, perhaps not of every row` : line
  return {
    message:
      fill === undefined
        ? `${their} values are in ${copy.into} alone (${place}), and the new column${isOne ? ' is' : 's are'} empty until something fills ${it}.`
        : `${their} values were put into ${copy.into} (${place}), from which line ${fill.statement.location.line} fills ${it}; until then running code finds none.`,
    partly: copy.partly,
  }
}

/** UPDATEs behind the drop that give the new column what other columns of the table, which were there before, say. */
function filledAgain(
  table: string,
  column: string,
  { before, replayedScript: { steps }, step }: OperationContext,
): { readonly lines: string; readonly isSeveral: boolean; readonly from: string } | undefined {
  const fills = stepsOn(steps, table, 'update-rows').filter(
    each =>
      isBefore(steps, step, each) &&
      each.operation.columns.length === 1 &&
      sameColumn(before, each.operation.columns[0] ?? '', column),
  )
  const others = [...(findTable(before, table)?.columns.values() ?? [])].filter(
    ({ name }) => !sameColumn(before, name, column),
  )
  const own = bareName(table)
  const read = fills.map(({ statement, operation: { assignments = {} } }) => {
    const value = Object.values(assignments)[0] ?? statement.text
    const isQuery = /\bselect\b/i.test(value)
    const said = new Set((isQuery ? qualifiedNamesIn(value) : namesIn(value)).map(each => each.toLowerCase()))
    // In a query, a name without its table may be another table's.
    return others.filter(({ name }) => said.has((isQuery ? `${own}.${name}` : name).toLowerCase()))
  })
  const from = [...new Set(read.flat().map(({ name }) => name))]
  if (fills.length === 0 || from.length === 0) return undefined
  const lines = [...new Set(fills.map(({ statement }) => `line ${statement.location.line}`))]
  return { lines: listWords(lines), isSeveral: lines.length > 1, from: listWords(from) }
}

interface Added {
  readonly name: string
  /** At the end of the script. */
  readonly lastName: string
  readonly type?: string
  readonly default?: string
  readonly nullable: boolean
  readonly constraints: readonly string[]
}

function addedTo(
  table: string,
  step: Step,
  { before, replayedScript: { steps } }: OperationContext,
): readonly Added[] {
  const { operation } = step
  if (operation.kind !== 'add-column' || !sameObject(before, operation.table, table)) return []
  const { name, nullable, generated, default: value, type } = operation.column
  if (generated !== undefined) return []
  const later = stepsOn(steps, table, 'add-constraint').flatMap(({ operation: { constraint } }) =>
    constraint.type === 'foreign-key' && constraint.columns.some(each => sameColumn(before, each, name))
      ? [constraint]
      : [],
  )
  return [
    {
      name,
      lastName: nameAfter(steps, step, table, name),
      nullable,
      constraints: [...operation.constraints, ...later].map(each => `the ${each.type.replaceAll('-', ' ')}`),
      ...(value === undefined ? {} : { default: value }),
      ...(type === undefined ? {} : { type: type.text.toLowerCase() }),
    },
  ]
}

/** What changes the columns that are there, where each keeps its type. */
function keptInPlace(
  table: string,
  columns: readonly string[],
  added: readonly Added[],
  { before, traits }: OperationContext,
): { readonly instead?: string } {
  const pairs = columns.flatMap(name => {
    const old = columnIn(before, table, name)
    const again = added.find(candidate => sameColumn(before, candidate.name, name))
    return old?.type !== undefined && again?.type === old.type.text.toLowerCase() ? [{ old, again }] : []
  })
  if (pairs.length < columns.length) return {}
  const isOne = pairs.length === 1
  const stays = isOne ? `The type stays ${pairs[0]?.old.type?.text}` : 'The types stay as they are'
  const constraints = [...new Set(pairs.flatMap(({ again }) => again.constraints))]
  if (constraints.length > 0) {
    return {
      instead: `${stays}: add ${listWords(constraints)} to the column${isOne ? '' : 's'} that ${isOne ? 'is' : 'are'} there, which keeps the values, when those that do not meet it are corrected.`,
    }
  }
  const changes = pairs.flatMap(({ old, again }) => {
    const alter = `ALTER COLUMN ${traits.quote(old.name)}`
    if (again.default === old.default) return []
    return [again.default === undefined ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${again.default}`]
  })
  if (changes.length < pairs.length || pairs.some(({ old, again }) => old.nullable !== again.nullable)) {
    return {
      instead: `${stays}: change the column${isOne ? '' : 's'} that ${isOne ? 'is' : 'are'} there. If the values are to be cleared, say so in an UPDATE, when they are kept elsewhere.`,
    }
  }
  return {
    instead: `${stays}: ALTER TABLE ${sqlName(table, traits)} ${changes.join(', ')} gives new rows the other default and keeps the values. Rows that are to get it too take an UPDATE that says which.`,
  }
}

function droppedFrom(table: string, { replayedScript }: OperationContext): number {
  return stepsOn(replayedScript.steps, table, 'drop-column').length
}

/** The columns that the statement drops and adds again. */
function addedAgain(
  table: string,
  { before, statement: { operations } }: OperationContext,
): readonly string[] {
  const isOf = (name: string): boolean => sameObject(before, name, table)
  const added = operations.flatMap(each =>
    each.kind === 'add-column' && isOf(each.table) ? [each.column.name] : [],
  )
  return operations.flatMap(each =>
    each.kind === 'drop-column' &&
    isOf(each.table) &&
    added.some(name => sameColumn(before, name, each.column)) &&
    columnIn(before, each.table, each.column)?.generated === undefined
      ? [each.column]
      : [],
  )
}

function sameStatement(operations: readonly Operation[]): boolean {
  return operations.some(operation => operation.kind === 'add-column')
}

/** An UPDATE of the table before the drop reads the column, by the name that it has then. */
function copiedAway(table: string, column: string, { replayedScript, step }: OperationContext): boolean {
  const { steps } = replayedScript
  return earlierSteps(steps, step, table, 'update-rows').some(each => {
    const name = nameBefore(steps, table, column, step, each)
    return each.statement.text.toLowerCase().includes(name.toLowerCase())
  })
}

import type { Location, Migration } from '../migration/migration.ts'
import type { Problem } from './finding.ts'
import { replacedBy } from './objects/replaced-objects.ts'
import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'
import { listWords } from './wording/list-words.ts'

export const asyncNotAwaited: Rule = {
  id: 'async-not-awaited',
  category: 'transaction',
  severity: 'error',
  title: 'A query is built and never awaited or returned: it does not run, or runs too late.',
  why: `A Knex builder runs when somebody awaits it. Without that the migration is recorded as done and the change never happens, or it runs outside the transaction after the migration has ended.
What was begun and is still under way at the end fares no better: with its transaction over, Knex refuses the next query.`,
  instead: `Await every query, or return it; what async callbacks of map() begin, with await Promise.all(rows.map(…)), and those
of forEach() in a for…of loop.`,
  sources: ['measured: knex 3.3.0, PostgreSQL 15'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a builder that nobody awaits',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'not-awaited', message: 'knex("users").update(…) is never awaited.' }],
        instead: {
          knex: `exports.up = async knex => {
  await knex('users').where({ id: 1 }).update({ plan: 'free' })
}
exports.down = async knex => {
  await knex('users').where({ id: 1 }).update({ plan: null })
}`,
        },
      },
      {
        title: 'a drop in the down script, of what up has put there instead of another one',
        given: 'CREATE TABLE users (id int, plan text); CREATE VIEW paying AS SELECT id FROM users',
        up: "DROP VIEW paying; CREATE VIEW paying AS SELECT id FROM users WHERE plan <> 'free'",
        down: "-- knex.raw('drop view paying')",
        notes: [
          {
            kind: 'not-awaited',
            direction: 'down',
            message: 'knex.raw() is built, but neither awaited nor returned: it never runs.',
            location: { line: 1, column: 4, endLine: 1, endColumn: 32 },
          },
        ],
        instead: {
          knex: `exports.up = async knex => {
  await knex.raw(\`drop view paying; create view paying as select id from users where plan <> 'free'\`)
}
exports.down = async knex => {
  await knex.raw('drop view paying; create view paying as select id from users')
}`,
        },
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration, replayed }) => {
    const problems = notedProblems(migration, 'not-awaited')
    const replaced = dropsAlone(problems, migration) ? replacedBy(replayed.up) : []
    return problems.map(problem => fitted(problem, migration, replaced))
  },
}

/** Do all the calls of a down that sends nothing else take something away, and make nothing? */
function dropsAlone(problems: readonly Problem[], { down }: Migration): boolean {
  const texts = problems.flatMap(({ at }) =>
    at?.direction === 'down' && at.location && down ? [textAt(down.source, at.location)] : [],
  )
  return texts.length > 0 && texts.every(text => /drop/i.test(text) && !/create/i.test(text))
}

/** What to do about this call, as it is written; and that a down of which nothing else is sent undoes nothing. */
function fitted(problem: Problem, { up, down }: Migration, replaced: readonly string[]): Problem {
  const script = problem.at?.direction === 'down' ? down : up
  const location = problem.at?.location
  const text = location === undefined || script === undefined ? '' : textAt(script.source, location)
  const isBuilt = problem.message.includes('neither awaited nor returned')
  const isNothing = isBuilt && script === down && script?.statements.length === 0
  return {
    ...problem,
    ...(isNothing && {
      message: `${problem.message.replace(/\.$/, '')}. The rollback is recorded as done, and has undone nothing.`,
    }),
    instead: `${problem.instead ?? adviceFor(text, isBuilt)}${isNothing ? andMakeAgain(replaced) : ''}`,
  }
}

/** Once it runs, it takes away what stands there instead of what was. */
function andMakeAgain(replaced: readonly string[]): string {
  if (replaced.length === 0) return ''
  return ` Then make again behind it what up has replaced, as it was before: ${listWords(replaced)}. The drop alone leaves nothing there.`
}

function adviceFor(text: string, isBuilt: boolean): string {
  if (isBuilt) return 'Await it, or return it: Knex sends it then.'
  if (/\.\s*forEach\s*\(\s*async\b/.test(text))
    return 'forEach() waits for no callback: write for (const … of …), and await in it.'
  if (/\.\s*map\s*\(\s*async\b/.test(text) && !/^\s*Promise\b/.test(text))
    return 'map() gives a list of promises: await Promise.all(….map(async …)), or await each in a for…of loop.'
  return 'Put await before it, or return it.'
}

function textAt(source: string, { line, column, endLine, endColumn }: Location): string {
  const lines = source.split('\n').slice(line - 1, endLine)
  const last = lines.pop() ?? ''
  return [...lines, last.slice(0, endColumn - 1)].join('\n').slice(column - 1)
}

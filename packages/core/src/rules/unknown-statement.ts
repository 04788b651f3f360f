import type { CodeFile, Statement } from '../migration/migration.ts'
import { isRefused } from '../reversal/refused-statements.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedScript } from '../schema/replay.ts'
import type { Problem } from './finding.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { correctIt } from './wording/correct-it.ts'
import { fileInWords } from './wording/file-in-words.ts'
import { listWords } from './wording/list-words.ts'

export const unknownStatement: Rule = {
  id: 'unknown-statement',
  category: 'readability',
  severity: 'warning',
  title: 'A statement could not be read: nothing is known of what it does.',
  why: `No rule has looked at it. It may be a typing mistake, on which the deploy would fail, or something that
destroys data in words that are not known here.`,
  instead: 'Correct the statement, or check it by hand. If your server accepts it, please report it.',
  noSql: 'what it was meant to be is known to its author alone',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'a typing mistake', up: 'DORP TABLE users' },
      { title: 'MySQL', dialect: 'mysql', up: 'DORP TABLE users' },
      { title: 'SQLite', dialect: 'sqlite', up: 'DORP TABLE users' },
      {
        title: 'what a template writes',
        up: `{{ createIndexIfNeeded "users" "email" }}
{{if .mysql}}SET foreign_key_checks = 0;{{end}}`,
      },
    ],
    allowed: [
      { title: 'a statement that was read', up: 'CREATE TABLE users (id int)' },
      { title: 'MySQL', dialect: 'mysql', up: 'CREATE TABLE users (id int)' },
    ],
  },

  checkMigration: context => {
    const before = notToldBefore(context)
    const behind = context.migration.codeBehind ?? []
    return [
      ...codeNotRead(before.filter(isInItsPlace), 'before'),
      ...codeNotRead(behind.filter(isInItsPlace), 'after'),
      ...[...before, ...behind].flatMap(codeOfPhase),
    ]
  },

  checkOperation: {
    unreadable({ level, reason, verb, isWholeFile }, { script, direction, statement, replayedScript }) {
      if (level === 'partial') return undefined
      // Broken text has a finding of its own, at the quote that is open.
      if (level === 'damaged' && script.notes.some(note => note.kind === 'damaged-text')) return undefined
      if (isWholeFile === true)
        return {
          message: `Nothing in this file was read: ${reason}.`,
          severity: 'error',
          instead: `Read it by hand: what its ${direction === 'up' ? 'up' : 'down'} does is not checked, and what it makes is not known to the migrations behind it.`,
        }
      if (templateCall(statement) !== undefined)
        return calledFirst(replayedScript) === statement ? ofTemplate(replayedScript) : undefined
      const what = verb === undefined ? 'This statement' : `This ${verb} statement`
      return {
        message: `${what} could not be read (${reason}).`,
        ...(level === 'damaged' ? { severity: 'error' } : {}),
        // It is no mistake: the format has it, and it is not read.
        ...(/ cannot be read yet$/.test(reason) && { instead: 'Check by hand what it does.' }),
        ...(isRefused(reason, statement.written ?? statement.text) && {
          instead: correctIt(direction),
          severity: 'error',
        }),
      }
    },
  },
}

/** `{{ createIndexIfNeeded "users" "email" }}`: what a template's function writes. */
function templateCall({ written, text }: Statement): string | undefined {
  return /^\{\{-?\s*([\w.$]+)/.exec(written ?? text)?.[1]
}

const callsIn = oncePer(({ steps }: ReplayedScript): readonly Statement[] =>
  stepsOf(steps, 'unreadable').flatMap(({ operation, statement }) =>
    operation.level !== 'partial' && templateCall(statement) !== undefined ? [statement] : [],
  ),
)

function calledFirst(script: ReplayedScript): Statement | undefined {
  return callsIn(script)[0]
}

function ofTemplate(script: ReplayedScript): Problem {
  const calls = callsIn(script)
  const names = [...new Set(calls.flatMap(each => templateCall(each) ?? []))]
  const lines = [...new Set(calls.map(({ location }) => `${location.line}`))]
  const where = lines.length === 1 ? 'here' : `in lines ${listWords(lines, 9)}`
  return {
    message: `What ${listWords(names, 4)} ${names.length === 1 ? 'writes' : 'write'} ${where} was not checked: a template makes that SQL when it is run.`,
    instead: `Run the template for this server, as a test or the log of a trial run does, and check the SQL that it gives. What is the same everywhere can stand here as SQL.`,
  }
}

/** One file may run before several migrations. */
function notToldBefore({ migration, pending }: MigrationContext): readonly CodeFile[] {
  const earlier = pending.slice(
    0,
    pending.findIndex(each => each.migration === migration),
  )
  const told = new Set(earlier.flatMap(each => each.migration.codeBefore ?? []).map(({ file }) => file))
  return (migration.codeBefore ?? []).filter(({ file }) => !told.has(file))
}

function isInItsPlace({ phase }: CodeFile): boolean {
  return phase === undefined
}

function codeOfPhase({ file, phase }: CodeFile): readonly Problem[] {
  if (phase === undefined) return []
  return [
    {
      message: `${fileInWords(file)} was not read: it is code. By the @phase ${phase} in its head it runs in a phase of its own, not where its name stands.`,
      severity: 'info',
      instead: 'Read it by hand: what it does to the database is not checked.',
      at: { direction: 'up' },
    },
  ]
}

function codeNotRead(code: readonly CodeFile[], when: 'before' | 'after'): readonly Problem[] {
  if (code.length === 0) return []
  const isOne = code.length === 1
  return [
    {
      message: `${listWords(code.map(({ file }) => fileInWords(file)))}, which by ${isOne ? 'its name runs' : 'their names run'} ${when} this migration, ${isOne ? 'was' : 'were'} not read: ${isOne ? 'it is' : 'they are'} code.`,
      severity: 'info',
      instead: `Read ${isOne ? 'it' : 'them'} by hand: what ${isOne ? 'it does' : 'they do'} to the database is not checked, and not known to the migrations behind ${isOne ? 'it' : 'them'}.`,
      at: { direction: 'up' },
    },
  ]
}

import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const unreadableFile: Rule = {
  id: 'unreadable-file',
  category: 'readability',
  severity: 'error',
  title: 'The file could not be read: nothing in it has been checked.',
  why: `No rule has seen what the migration does. That there are no other findings says nothing.`,
  instead: `Correct the file so that it can be loaded. The message says what went wrong.`,
  noSql: 'the file is corrected so that it can be loaded',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a module that cannot be loaded',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'failed', message: 'Cannot find module "./columns".' }],
      },
      {
        title: 'a file beside the migrations, told once',
        up: '',
        down: '',
        notes: [
          { kind: 'failed', message: 'This file exports no function "up", so it is not a Knex migration.' },
          {
            kind: 'failed',
            message: 'This file exports no function "down", so it is not a Knex migration.',
            direction: 'down',
          },
        ],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration({ migration }) {
    const problems = notedProblems(migration, 'failed').map(problem => ({
      ...problem,
      ...(isNotThere.test(problem.message) && {
        message: problem.message.replace('without a database', 'by this check'),
        severity: 'warning' as const,
      }),
      instead: problem.instead ?? adviceFor(problem.message),
    }))
    const isNone = problems.some(({ message }) => message.includes('exports no function "up"'))
    return problems.filter(({ message }) => !(isNone && message.includes('exports no function "down"')))
  },
}

/** The real runner may find what this check does not. */
const isNotThere = /ENOENT|EACCES/

/** By what went wrong. */
const advices: readonly (readonly [what: RegExp, instead: string])[] = [
  [/not valid JavaScript/, 'Correct the syntax here: no runner loads the file like this.'],
  [
    /exports no function|neither a function nor/,
    'Export up and down from it, or move it out of the folder: the runner takes every file there for a migration.',
  ],
  [
    /did not come to an end.*not installed/,
    'Install the packages of the project, and check again. If it does not end then either, take out what it waits for, or raise knex.timeout in the config.',
  ],
  [
    /did not come to an end/,
    'Take out what the migration waits for, or raise knex.timeout in the config, and check again.',
  ],
  [
    /ENOENT\b.*\bscandir\b.*\bseeds?'/,
    "Give the check a knexfile whose seeds.directory names the folder: what the application's own code sets for Knex is not read. Or read this migration, and the seed that it runs, by hand.",
  ],
  [
    /ENOENT|EACCES/,
    'Check again where the file that it reads is there: in the project, or in the folder that the configuration of the tool names, which is read from the knexfile alone.',
  ],
  [
    /Cannot find (?:module|package)|MODULE_NOT_FOUND|not installed/,
    'Install the packages of the project, and check again.',
  ],
  [
    /without a database/,
    'Check this migration by hand, and say so in it: // migration-lint-disable-file unreadable-file -- who has looked, and when.',
  ],
]

function adviceFor(message: string): string {
  return advices.find(([what]) => what.test(message))?.[1] ?? unreadableFile.instead
}

import type { Migration } from '../migration/migration.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const sideEffect: Rule = {
  id: 'side-effect',
  category: 'transaction',
  severity: 'warning',
  title:
    'The migration does more than talk to the database: it reads files, starts programs or uses the network.',
  why: `That cannot be rolled back, fails when the other side is down, and differs from machine to machine.`,
  instead: `Do it outside the migration, before or after it.`,
  noSql: 'it is done outside the migration',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a request over the network',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'side-effect', message: 'up() uses the network (node:https).' }],
      },
      {
        title: 'the working directory, which only relative paths notice',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'side-effect', message: 'It changes the working directory.' }],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration, pending }) => {
    const before = pending.slice(
      0,
      pending.findIndex(each => each.migration === migration),
    )
    return notedProblems(migration, 'side-effect').flatMap(problem => {
      if (!changesDirectory(problem)) return [{ ...problem, message: inOwnWords(problem) }]
      // The process is in that directory since.
      if (before.some(each => leadsTo(problem, migration, each.migration))) return []
      return [{ ...problem, message: inOwnWords(problem), ...ofDirectory }]
    })
  },
}

function inOwnWords({ message }: Problem): string {
  return message.replace(/^It /, 'The migration ')
}

function changesDirectory({ message }: Problem): boolean {
  return /changes the working directory/.test(message)
}

/** What is read and run after it by a relative path is all that can notice. */
const ofDirectory = {
  severity: 'info',
  instead:
    'Do it outside the migration, before or after it, unless what the migration needs depends on it: then look whether anything behind it reads files by a relative path.',
} as const

/** An earlier migration of the deploy changes it in the same line of the same file. */
function leadsTo({ message }: Problem, migration: Migration, earlier: Migration): boolean {
  return (
    message.startsWith('Line ') &&
    folderOf(migration.up.file) === folderOf(earlier.up.file) &&
    notedProblems({ up: earlier.up }, 'side-effect').some(each => each.message === message)
  )
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}

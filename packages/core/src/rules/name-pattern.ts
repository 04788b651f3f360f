import { UserError } from '../user-error.ts'
import { type NewName, newNames } from './names/new-names.ts'
import type { Rule } from './rule.ts'

export const namePattern: Rule = {
  id: 'name-pattern',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A name does not have the form that the config asks for.',
  why: 'Names that follow one form are found by whoever knows the form.',
  instead: 'Give it a name of that form, or change the form in the config.',
  // Regular expressions by kind of object: { table: '^[a-z_]+$', index: '_idx$' }.
  defaultOptions: { table: '', column: '', index: '', constraint: '', view: '', type: '', function: '' },
  examples: {
    flagged: [
      {
        title: 'an index without the ending',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
        options: { index: '_idx$' },
        instead: { up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email)', transaction: 'none' },
      },
      {
        title: 'a column',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, Created datetime)',
        options: { column: '^[a-z_]+$' },
        instead: 'CREATE TABLE users (id bigint PRIMARY KEY, created datetime)',
      },
    ],
    allowed: [
      { title: 'nothing is asked for', up: 'CREATE TABLE "Users" (id bigint PRIMARY KEY)' },
      {
        title: 'as asked',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        options: { table: '^[a-z_]+$' },
      },
    ],
  },

  checkAnyOperation: (operation, { options }) =>
    newNames(operation).flatMap(each => {
      const pattern = patternFor(each, options)
      if (pattern === undefined || expression(pattern).test(each.name)) return []
      return [
        { message: `The ${each.kind} ${each.object} does not match ${pattern}.`, objects: [each.object] },
      ]
    }),
}

function patternFor({ kind }: NewName, options: Readonly<Record<string, unknown>>): string | undefined {
  const pattern = options[kind]
  return typeof pattern === 'string' && pattern !== '' ? pattern : undefined
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw new UserError(`rules.name-pattern: "${pattern}" is not a regular expression.`)
  }
}

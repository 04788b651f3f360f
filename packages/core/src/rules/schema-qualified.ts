import type { ObjectName } from '../operations/column.ts'
import { nameParts } from '../operations/names.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const schemaQualified: Rule = {
  id: 'schema-qualified',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A table is made without its schema.',
  why: `It lands in the first schema of the search_path of whoever runs the migration: on another server, or for another
role, somewhere else.`,
  instead: 'Write the schema: CREATE TABLE app.users.',
  sources: ['PostgreSQL manual, 5.10.3 The Schema Search Path'],
  // Off until it is said where objects belong: ["app", "audit"].
  defaultOptions: { schemas: [] },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'no schema',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        options: { schemas: ['app'] },
        instead: 'CREATE SCHEMA app; CREATE TABLE app.users (id bigint PRIMARY KEY)',
      },
    ],
    allowed: [
      {
        title: 'a schema of the list',
        up: 'CREATE TABLE app.users (id bigint PRIMARY KEY)',
        options: { schemas: ['app'] },
      },
      { title: 'nothing is asked for', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
    ],
  },

  checkOperation: {
    'create-table': ({ table, temporary }, { options }) => (temporary ? undefined : judge(table, options)),
    'create-object': ({ objectType, name }, { options }) =>
      objectType === 'view' || objectType === 'materialized-view' || objectType === 'sequence'
        ? judge(name, options)
        : undefined,
    'create-enum': ({ type }, { options }) => judge(type, options),
  },
}

function judge(name: ObjectName, { schemas }: Readonly<Record<string, unknown>>): Problem | undefined {
  const wanted = Array.isArray(schemas) ? schemas.map(String) : []
  const parts = nameParts(name)
  const schema = parts.length > 1 ? (parts.at(-2) ?? '') : ''
  if (wanted.length === 0 || wanted.includes(schema)) return undefined
  return {
    message: `${name} does not say one of the schemas ${wanted.join(', ')}.`,
    objects: [name],
  }
}

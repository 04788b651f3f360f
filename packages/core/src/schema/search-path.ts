import type { ObjectName } from '../operations/column.ts'
import { joinName, nameParts } from '../operations/names.ts'
import { objectsNamed } from './find-objects.ts'
import { findEnum, findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'
import { databaseInUse } from './session.ts'

/** How names without a schema are read under `search_path` (PostgreSQL manual 5.10.3). */
export interface NameResolution {
  /** Something new goes to the first schema of the path. */
  created(name: ObjectName): ObjectName
  /** Something that is there is the first of that name; what was never seen is taken to be in the first schema. */
  existing(name: ObjectName): ObjectName
  /** A type that is built in, or was never seen, stays as it is. */
  typeName(name: ObjectName): ObjectName
}

/** Undefined where the script has set no path, or one that begins with the schema that names leave out. */
export function nameResolution(schema: SchemaState): NameResolution | undefined {
  const database = databaseInUse(schema)
  if (database !== undefined) return inDatabase(schema, database)
  const set = schema.sessionVariables?.get('search_path')
  if (set === undefined) return undefined
  const path = schemasIn(set)
  const [first] = path
  if (first === undefined || (first === leftOut && path.length === 1)) return undefined
  const found = (name: ObjectName, isThere: (candidate: ObjectName) => boolean): ObjectName | undefined =>
    nameParts(name).length > 1 ? name : path.map(place => inSchema(place, name)).find(isThere)
  return {
    created: name => (nameParts(name).length > 1 ? name : inSchema(first, name)),
    existing: name =>
      found(name, candidate => isKnown(schema, candidate)) ??
      // `public.users` is written `users` here, whatever the path is.
      (isKnown(schema, name) ? name : inSchema(first, name)),
    typeName: name => found(name, candidate => findEnum(schema, candidate) !== undefined) ?? name,
  }
}

/** After USE. Of a database that no migration speaks of, it may be the one that names leave out. */
function inDatabase(schema: SchemaState, database: string): NameResolution | undefined {
  const prefix = `${schema.semantics.objectKey(database)}.`
  const isSpokenOf = [...schema.tables.keys()].some(key => key.startsWith(prefix))
  if (!isSpokenOf && schema.semantics.usesSeveralDatabases !== true) return undefined
  const within = (name: ObjectName): ObjectName =>
    nameParts(name).length > 1 ? name : joinName([database, name])
  return {
    created: within,
    existing: name => (isKnown(schema, within(name)) || !isKnown(schema, name) ? within(name) : name),
    typeName: name => name,
  }
}

const leftOut = 'public'

function inSchema(place: string, name: ObjectName): ObjectName {
  return place === leftOut ? name : joinName([place, ...nameParts(name)])
}

function isKnown(schema: SchemaState, name: ObjectName): boolean {
  return (
    findTable(schema, name) !== undefined ||
    findEnum(schema, name) !== undefined ||
    objectsNamed(schema, name).length > 0
  )
}

/** The names of a path; the user's own schema and the temporary one are none that a migration makes. */
function schemasIn(path: string): readonly string[] {
  return path
    .split(',')
    .map(part => part.trim())
    .map(part => (/^["'].*["']$/.test(part) ? part.slice(1, -1) : part.toLowerCase()))
    .filter(part => part !== '' && part !== '$user' && !part.startsWith('pg_'))
}

import { nameParts } from '../../operations/names.ts'
import type { SchemaSemantics } from '../../schema/schema-state.ts'
import { asKept, constraintName, indexName, sequenceName, typeOfConstraintNamed } from './implicit-name.ts'

/** The grammar has folded names already; `public` is left out, however a name was written. */
export const postgresSemantics: SchemaSemantics = {
  objectKey: name => {
    // Asked for every object of a schema again and again, and nearly always of a plain name.
    if (!name.includes('.') && !name.includes('"')) return asKept(name)
    const parts = nameParts(name)
    return (parts.length > 1 && parts[0] === 'public' ? parts.slice(1) : parts).map(asKept).join('.')
  },
  columnKey: asKept,
  constraintName,
  indexName,
  typeOfConstraintNamed,
  sequenceName,
  droppedColumnInIndex: 'drops-index',
  foreignKeyCreatesIndex: false,
  indexNamesPer: 'schema',
  primaryKeyImpliesNotNull: true,
  sameKeysAreOne: true,
  viewsFollowRenames: true,
  undoesDdl: true,
}

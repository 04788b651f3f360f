import type { OperationOf } from '../operations/operation.ts'
import { dropType } from './drop-type.ts'
import { dropUsers } from './drop-users.ts'
import { changeTables, removeObjects } from './edit.ts'
import { partList } from './part-list.ts'
import type { SchemaState } from './schema-state.ts'

interface Contents {
  readonly types?: readonly string[]
  readonly functions?: readonly string[]
  /** Operator classes, and access methods, that an index names. */
  readonly indexing?: readonly string[]
}

/** What tables use of the extensions that are met most (PostgreSQL 15 manual, appendix F; each one's own manual). */
const contents: Readonly<Record<string, Contents>> = {
  citext: { types: ['citext'] },
  cube: { types: ['cube'] },
  hstore: { types: ['hstore'] },
  isn: { types: ['ean13', 'isbn', 'isbn13', 'ismn', 'ismn13', 'issn', 'issn13', 'upc'] },
  ltree: { types: ['ltree', 'lquery', 'ltxtquery'] },
  seg: { types: ['seg'] },
  vector: { types: ['vector', 'halfvec', 'sparsevec'], indexing: ['hnsw', 'ivfflat'] },
  postgis: { types: ['geometry', 'geography', 'box2d', 'box3d'] },
  postgis_raster: { types: ['raster'] },
  pg_trgm: { functions: ['similarity', 'word_similarity'], indexing: ['gin_trgm_ops', 'gist_trgm_ops'] },
  intarray: { indexing: ['gin__int_ops', 'gist__int_ops', 'gist__intbig_ops'] },
  btree_gin: {},
  btree_gist: {},
  bloom: { indexing: ['bloom'] },
  unaccent: { functions: ['unaccent'] },
  pgcrypto: { functions: ['crypt', 'digest', 'gen_random_bytes', 'gen_salt', 'hmac'] },
  'uuid-ossp': {
    functions: [
      'uuid_generate_v1',
      'uuid_generate_v1mc',
      'uuid_generate_v3',
      'uuid_generate_v4',
      'uuid_generate_v5',
    ],
  },
}

/** CASCADE takes columns of its types, indexes by its operator classes, and what calls its functions. */
export function dropExtension(schema: SchemaState, operation: OperationOf<'drop-object'>): SchemaState {
  const { name, cascade } = operation
  const dropped = removeObjects(schema, [{ type: 'extension', name, definition: '' }])
  const { types = [], functions = [], indexing = [] } = contents[name.toLowerCase()] ?? {}
  if (!cascade) return dropped
  const withoutIndexes = changeTables(dropped, dropped.tables.values(), table => {
    const gone = table.indexes.filter(
      ({ method = '', parts }) =>
        indexing.includes(method) || parts.some(({ operatorClass = '' }) => indexing.includes(operatorClass)),
    )
    return gone.length === 0 ? table : { ...table, indexes: partList(table.indexes).without(gone) }
  })
  const withoutTypes = types.reduce((state, type) => dropType(state, type, true), withoutIndexes)
  return functions.length === 0 ? withoutTypes : dropUsers(withoutTypes, functions, 'function')
}

import { indexed } from './indexed-map.ts'
import type { SchemaSemantics, SchemaState } from './schema-state.ts'

export function emptySchema(
  semantics: SchemaSemantics,
  { complete }: { readonly complete: boolean },
): SchemaState {
  return {
    semantics,
    tables: indexed(new Map()),
    enums: indexed(new Map()),
    objects: indexed(new Map()),
    complete,
  }
}

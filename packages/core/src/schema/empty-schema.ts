import { layered } from './layered-map.ts'
import type { SchemaSemantics, SchemaState } from './schema-state.ts'

export function emptySchema(
  semantics: SchemaSemantics,
  { complete }: { readonly complete: boolean },
): SchemaState {
  return {
    semantics,
    tables: layered(new Map()),
    enums: layered(new Map()),
    objects: layered(new Map()),
    complete,
  }
}

import type { SchemaSemantics } from '../schema/schema-state.ts'
import type { DialectTraits } from './dialect.ts'

/** The semantics under which code that asks for the server's version is answered. */
export function onServer(
  semantics: SchemaSemantics,
  { serverVersions }: Pick<DialectTraits, 'serverVersions'>,
): SchemaSemantics {
  return serverVersions === undefined ? semantics : { ...semantics, serverVersions }
}

import type { Statement } from '../../migration/migration.ts'

/** WHERE of an UPDATE or DELETE, with the values that code has bound to placeholders. */
export function conditionOf(where: string | undefined, { inlined }: Statement): string | undefined {
  if (where === undefined || inlined === undefined) return where
  return whereOf(inlined)?.trim() ?? where
}

/** All behind the first WHERE of a statement. */
export function whereOf(statement: string): string | undefined {
  const start = statement.search(/\bwhere\b/i)
  return start === -1 ? undefined : statement.slice(start + 'where'.length)
}

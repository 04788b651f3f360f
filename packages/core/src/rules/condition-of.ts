import type { Statement } from '../migration/migration.ts'

/** WHERE of an UPDATE or DELETE, with the values that code has bound to placeholders. */
export function conditionOf(where: string | undefined, { inlined }: Statement): string | undefined {
  if (where === undefined || inlined === undefined) return where
  return /\bwhere\b([\s\S]*)/i.exec(inlined)?.[1]?.trim() ?? where
}

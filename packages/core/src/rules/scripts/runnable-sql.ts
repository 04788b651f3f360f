import type { Statement } from '../../migration/migration.ts'

/** The statement as somebody can run it by hand: with the values that code binds to its placeholders. */
export function runnableSql({ text, inlined }: Pick<Statement, 'text' | 'inlined'>): string {
  return inlined ?? text
}

import type { Statement } from '../../migration/migration.ts'

/** Code decides whether it runs: a branch of the migration's function, or a DO block around it. */
export function isConditional({ conditions = [], operations }: Statement): boolean {
  return conditions.length > 0 || operations.some(({ kind }) => kind === 'run-code')
}

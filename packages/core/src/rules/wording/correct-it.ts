import type { Direction } from '../../migration/migration.ts'

/** Of a statement that the server refuses. */
export function correctIt(direction: Direction): string {
  return `Correct it: the server's own grammar refuses it, and the ${direction === 'up' ? 'deploy' : 'rollback'} stops there.`
}

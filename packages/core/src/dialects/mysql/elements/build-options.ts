import type { TokenCursor } from '../token-cursor.ts'

/** `ALGORITHM = …` and `LOCK = …` of CREATE INDEX and DROP INDEX. */
export function readBuildOptions(cursor: TokenCursor): void {
  while (cursor.takeOneOf('ALGORITHM', 'LOCK')) {
    cursor.takeSymbol('=')
    cursor.expectOneOf('DEFAULT', 'INSTANT', 'NOCOPY', 'INPLACE', 'COPY', 'NONE', 'SHARED', 'EXCLUSIVE')
  }
}

import type { Operation } from '../../../operations/operation.ts'
import { readAccount } from '../elements/account.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** After CREATE USER and CREATE ROLE. */
export function readCreateAccounts(cursor: TokenCursor, orReplace: boolean): readonly Operation[] {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const names = readAccounts(cursor)
  cursor.rest()
  const definition = cursor.textSince(cursor.start)
  return names.map(name => ({
    kind: 'create-object',
    objectType: 'role',
    name,
    orReplace,
    ifNotExists,
    definition,
  }))
}

/** After ALTER USER. */
export function readAlterAccounts(cursor: TokenCursor): readonly Operation[] {
  cursor.take('IF', 'EXISTS')
  const names = readAccounts(cursor)
  cursor.rest()
  return names.map(name => ({ kind: 'alter-object', objectType: 'role', name, change: 'account settings' }))
}

/** Each with what is said of it alone (`IDENTIFIED BY …`). */
function readAccounts(cursor: TokenCursor): readonly string[] {
  return cursor.separated(item => {
    const name = readAccount(item)
    item.textUntil(rest => rest.isSymbol(','))
    return name
  })
}

/** `GRANT privileges ON object TO accounts` and `GRANT role TO accounts` */
export function readGrant(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('GRANT')
  return [readPrivileges(cursor, 'grant', 'TO')]
}

export function readRevoke(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('REVOKE')
  cursor.take('IF', 'EXISTS')
  return [readPrivileges(cursor, 'revoke', 'FROM')]
}

function readPrivileges(cursor: TokenCursor, action: 'grant' | 'revoke', before: 'TO' | 'FROM'): Operation {
  const privileges = cursor.separated(item =>
    item.textUntil(rest => rest.isSymbol(',') || rest.isAt('ON') || rest.isAt(before)),
  )
  const on = cursor.take('ON') ? cursor.textUntil(item => item.isAt(before)) : ''
  cursor.expect(before)
  const roles = cursor.separated(readAccount)
  // WITH GRANT OPTION, REQUIRE …, IDENTIFIED BY …
  cursor.rest()
  return { kind: 'change-privileges', action, privileges, on, roles }
}

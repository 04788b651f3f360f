interface Mistake {
  readonly pattern: RegExp
  readonly reason: string
}

/** SQL that knex 3.3.0 makes and PostgreSQL 15, MariaDB 10.11 and SQLite 3.53 refuse (measured); the migration fails on it. */
const mistakes: readonly Mistake[] = [
  {
    pattern: /\balter column [^;]{1,200}? type text check \(/,
    reason:
      'Knex writes the CHECK of an enum into ALTER COLUMN … TYPE, which PostgreSQL refuses: use knex.raw',
  },
  {
    pattern: /\badd constraint (["`])[^"`]{1,200}\1_\d{1,4} check/,
    reason: 'Knex makes a wrong name for a CHECK that has none: give the constraint a name',
  },
]

/** Why the server would refuse a statement, where it is knex's doing. */
export function mistakeIn(sql: string): string | undefined {
  return mistakes.find(({ pattern }) => pattern.test(sql))?.reason
}

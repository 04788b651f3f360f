import type { Rule } from './rule.ts'
import { throws } from './scripts/script-effect.ts'
import { placeOfThrow } from './scripts/script-place.ts'
import { migrationName } from './wording/migration-name.ts'

export const downThrows: Rule = {
  id: 'down-throws',
  category: 'reversibility',
  severity: 'warning',
  title: 'The down function throws: there is no way back, and the rollback stops here.',
  why: `That is more honest than an empty down. But a rollback of several migrations finds out only when it gets here,
with the later ones already undone.`,
  instead: `Plan for it: deploy this migration on its own, take a backup first, and write down how to restore it.`,
  noSql: 'what has no reverse is restored from a backup',
  directions: ['down'],
  examples: {
    flagged: [
      {
        title: 'a down that throws on every path',
        up: 'CREATE TABLE users (id int)',
        down: '',
        notes: [{ kind: 'throws', direction: 'down', message: 'down() throws "irreversible"' }],
      },
    ],
    allowed: [
      { title: 'a down that undoes', up: 'CREATE TABLE users (id int)', down: 'DROP TABLE users' },
      {
        title: 'the author has declared it',
        up: 'CREATE TABLE users (id int)',
        down: '',
        notes: [{ kind: 'throws', direction: 'down', message: 'down() throws "irreversible"' }],
        declaredIrreversible: {},
      },
    ],
  },

  checkMigration({ migration }) {
    const { down } = migration
    if (down === undefined || !throws(down) || migration.declaredIrreversible !== undefined) return undefined
    const note = down.notes.find(({ kind }) => kind === 'throws')
    const what = note?.message.replace(/\.$/, '') ?? 'its down function throws'
    return {
      message: `${migrationName(migration)} cannot be rolled back: ${what}.`,
      ...(note?.instead !== undefined && { instead: note.instead }),
      ...(note?.severity !== undefined && { severity: note.severity }),
      at: placeOfThrow(migration),
    }
  },
}

import type { Statement } from '../migration/migration.ts'
import { requiresNull } from '../reversal/kept-values.ts'
import type { RoundTrip } from '../reversal/round-trip.ts'
import { columnKeyOf } from '../schema/column-key.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { ReplayedMigration } from '../schema/replay.ts'
import { type TextToken, textTokens } from '../schema/sql-text.ts'
import { splitAt, withoutParentheses } from './checks/check-parts.ts'
import type { Place, Problem } from './finding.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { nameLosses, objectOfLoss } from './names/name-losses.ts'
import { isDefaultGivenBack } from './rows/default-given-back.ts'
import { type DroppedRenamed, droppedRenamed } from './rows/dropped-renamed.ts'
import { isFilledByDown } from './rows/filled-by-down.ts'
import { insertsWhatIsMissing } from './rows/inserts-missing.ts'
import { type MergedBack, mergedBack } from './rows/merged-back.ts'
import { isEmptiedBeforeInsert, isRefilledFromItself } from './rows/refilled-from-itself.ts'
import { unreadWriteInto } from './rows/unread-writes.ts'
import type { Rule } from './rule.ts'
import { runnableSql } from './scripts/runnable-sql.ts'
import { awaitsNothing } from './scripts/script-effect.ts'
import { placeOfStatement, startOf } from './scripts/script-place.ts'
import { type CutByDown, cutByDown } from './types/cut-by-down.ts'
import { listWords } from './wording/list-words.ts'

/** More than these are counted, not listed. */
const shownLosses = 5

export const downLosesData: Rule = {
  id: 'down-loses-data',
  category: 'reversibility',
  severity: 'warning',
  title: 'The down script restores the schema, not the data.',
  why: `A column or table that comes back is empty. The rollback looks as if it had worked, the code finds its column
again, and what it held is missing until somebody notices.`,
  instead: `Let the up script copy what it destroys into an archive table, and let the down script copy it back. Or say
in the down script that it needs a restored backup.`,
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'a column comes back empty',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users DROP COLUMN email',
        down: 'ALTER TABLE users ADD COLUMN email text',
        instead: [
          {
            up: `CREATE TABLE users_email_archive AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;`,
            down: `ALTER TABLE users ADD COLUMN email text;
UPDATE users SET email = a.email FROM users_email_archive a WHERE a.id = users.id;
DROP TABLE users_email_archive;`,
          },
        ],
      },
      {
        title: 'longer values of the new release are cut by the cast',
        given: 'CREATE TABLE users (id int, name varchar(10))',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
        down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(10) USING name::varchar(10)',
        instead: [
          {
            up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
            down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(10)',
          },
        ],
      },
      {
        title: 'a table comes back empty',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (id int)',
        up: 'DROP TABLE carts',
        down: 'CREATE TABLE carts (id int)',
        instead: [
          { up: 'CREATE TABLE carts_archive AS SELECT * FROM carts', down: 'DROP TABLE carts_archive' },
        ],
      },
      {
        title: 'values that changed with the type',
        dialect: 'mysql',
        given: 'CREATE TABLE events (id int, at datetime(6))',
        up: 'ALTER TABLE events MODIFY at date',
        down: 'ALTER TABLE events MODIFY at datetime(6)',
        instead: [
          { up: 'ALTER TABLE events ADD COLUMN on_day date', down: 'ALTER TABLE events DROP COLUMN on_day' },
        ],
      },
      {
        title: 'from lower(email) nobody gets the email back',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'UPDATE users SET email = lower(email) WHERE id > 9',
        down: 'UPDATE users SET email = upper(email) WHERE id > 9',
        instead: [
          {
            up: `CREATE TABLE users_email_archive AS SELECT id, email FROM users WHERE id > 9;
UPDATE users SET email = lower(email) WHERE id > 9;`,
            down: `UPDATE users SET email = a.email FROM users_email_archive a WHERE a.id = users.id;
DROP TABLE users_email_archive;`,
          },
        ],
      },
      {
        title: 'of one value that several have become, down makes one of them',
        given: 'CREATE TABLE jobs (id int, state text)',
        up: "UPDATE jobs SET state = 'done' WHERE state IN ('sent', 'paid')",
        down: "UPDATE jobs SET state = 'sent' WHERE state = 'done'",
        instead: [
          {
            up: `CREATE TABLE jobs_archive AS SELECT id, state FROM jobs WHERE state IN ('sent', 'paid');
UPDATE jobs SET state = 'done' WHERE state IN ('sent', 'paid');`,
            down: `UPDATE jobs SET state = a.state FROM jobs_archive a WHERE a.id = jobs.id;
DROP TABLE jobs_archive;`,
          },
        ],
      },
      {
        title: 'a value that rows could have had before',
        given: "CREATE TABLE jobs (id int, state text CHECK (state IN ('sent', 'done')))",
        up: "UPDATE jobs SET state = 'done' WHERE state = 'sent'",
        down: "UPDATE jobs SET state = 'sent' WHERE state = 'done'",
        instead: [
          {
            up: `CREATE TABLE jobs_archive AS SELECT id, state FROM jobs WHERE state = 'sent';
UPDATE jobs SET state = 'done' WHERE state = 'sent';`,
            down: `UPDATE jobs SET state = a.state FROM jobs_archive a WHERE a.id = jobs.id;
DROP TABLE jobs_archive;`,
          },
        ],
      },
      {
        title: 'what up has given another name is dropped under it',
        given: 'CREATE TABLE tasks (id int, quantity_kg real)',
        up: 'ALTER TABLE tasks RENAME COLUMN quantity_kg TO amount',
        down: 'ALTER TABLE tasks DROP COLUMN amount; ALTER TABLE tasks ADD COLUMN quantity_kg real',
        instead: [
          {
            up: 'ALTER TABLE tasks RENAME COLUMN quantity_kg TO amount',
            down: 'ALTER TABLE tasks RENAME COLUMN amount TO quantity_kg',
          },
        ],
      },
      {
        title: 'rows that up inserts stay',
        given: 'CREATE TABLE flags (name text PRIMARY KEY, state text)',
        up: "INSERT INTO flags (name, state) VALUES ('pay', 'on'); ALTER TABLE flags ADD COLUMN owner text",
        down: 'ALTER TABLE flags DROP COLUMN owner',
        instead: [
          {
            up: "INSERT INTO flags (name, state) VALUES ('pay', 'on'); ALTER TABLE flags ADD COLUMN owner text",
            down: "ALTER TABLE flags DROP COLUMN owner; DELETE FROM flags WHERE name = 'pay'",
          },
        ],
      },
      {
        title: 'values of a column that the same deploy has added: a note',
        given: 'CREATE TABLE users (id int)',
        after: {
          up: 'ALTER TABLE users ADD COLUMN plan text',
          down: 'ALTER TABLE users DROP COLUMN plan',
        },
        up: "UPDATE users SET plan = 'free' WHERE id > 9; ALTER TABLE users ADD COLUMN note text",
        down: 'ALTER TABLE users DROP COLUMN note',
        instead: {
          noSql: 'UPDATE users SET plan = NULL WHERE id > 9 in the down script, which other rules tell of',
        },
      },
      {
        title: 'rows that are asked for again',
        given: 'CREATE TABLE sso_nonce (nonce text PRIMARY KEY)',
        up: 'DROP TABLE sso_nonce; CREATE TABLE sso_nonce (nonce text PRIMARY KEY, state text)',
        down: 'DROP TABLE sso_nonce; CREATE TABLE sso_nonce (nonce text PRIMARY KEY)',
        instead: { noSql: 'that the rows are made anew is said in a comment' },
      },
    ],
    allowed: [
      {
        title: 'a value that no row had before, for one other',
        given: "CREATE TABLE jobs (id int, state text CHECK (state IN ('sent', 'new')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state_check; UPDATE jobs SET state = 'done' WHERE state = 'sent'`,
        down: "UPDATE jobs SET state = 'sent' WHERE state = 'done'; ALTER TABLE jobs ADD CHECK (state IN ('sent', 'new'))",
      },
      {
        title: 'values that change places',
        given: "CREATE TABLE jobs (id int, state text CHECK (state IN ('a', 'b', 'c')))",
        up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state_check; UPDATE jobs SET state = 'x' WHERE state = 'b';
UPDATE jobs SET state = 'b' WHERE state = 'a'`,
        down: `UPDATE jobs SET state = 'a' WHERE state = 'b'; UPDATE jobs SET state = 'b' WHERE state = 'x'`,
      },
      {
        title:
          'a column of a table that the deploy makes, in which every row has the default that down adds again',
        after: {
          up: `CREATE TABLE views (user_id int, score boolean NOT NULL DEFAULT true);
INSERT INTO views (user_id) SELECT id FROM users;`,
          down: 'DROP TABLE views',
        },
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE views DROP COLUMN score, ADD COLUMN score boolean NOT NULL DEFAULT false',
        down: 'ALTER TABLE views DROP COLUMN score, ADD COLUMN score boolean NOT NULL DEFAULT true',
      },
      {
        title: 'a column that an earlier migration of the deploy adds, and nothing fills',
        given: 'CREATE TABLE users (id int)',
        after: { up: 'ALTER TABLE users ADD COLUMN plan text', down: 'ALTER TABLE users DROP COLUMN plan' },
        up: 'ALTER TABLE users DROP COLUMN plan',
        down: 'ALTER TABLE users ADD COLUMN plan text',
      },
      {
        title: 'code reads where up has put the value, and makes it the default of the column',
        given: 'CREATE TABLE config (id int, is_ready boolean NOT NULL)',
        up: `CREATE TABLE internal (is_ready boolean); INSERT INTO internal VALUES (true);
ALTER TABLE config DROP COLUMN is_ready;`,
        down: `SELECT is_ready FROM internal LIMIT 1; ALTER TABLE config ADD COLUMN is_ready boolean NOT NULL DEFAULT true;
DROP TABLE internal;`,
      },
      {
        title: 'what is not there yet is inserted: run again it does no harm',
        given: 'CREATE TABLE flags (name text PRIMARY KEY, state text)',
        up: `INSERT INTO flags (name, state) VALUES ('pay', 'on') ON CONFLICT DO NOTHING;
ALTER TABLE flags ADD COLUMN owner text`,
        down: 'ALTER TABLE flags DROP COLUMN owner',
      },
      {
        title: 'a join leaves out what is there: run again it does no harm',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE settings (user_id int PRIMARY KEY)',
        up: `INSERT INTO settings (user_id) SELECT users.id FROM users
LEFT JOIN settings s ON s.user_id = users.id WHERE s.user_id IS NULL;
ALTER TABLE settings ADD COLUMN theme text`,
        down: 'ALTER TABLE settings DROP COLUMN theme',
      },
      {
        title: 'down maps the values back, in a column that takes the name',
        given: 'CREATE TABLE jobs (id int, state text)',
        up: `ALTER TABLE jobs ADD COLUMN state_new int;
UPDATE jobs SET state_new = CASE state WHEN 'new' THEN 0 ELSE 1 END;
ALTER TABLE jobs DROP COLUMN state; ALTER TABLE jobs RENAME COLUMN state_new TO state;`,
        down: `ALTER TABLE jobs ADD COLUMN state_old text;
UPDATE jobs SET state_old = CASE state WHEN 0 THEN 'new' ELSE 'done' END;
ALTER TABLE jobs DROP COLUMN state; ALTER TABLE jobs RENAME COLUMN state_old TO state;`,
      },
      {
        title: 'down builds the table anew, and computes the values',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)',
        up: `CREATE TABLE u (id INTEGER PRIMARY KEY, upper TEXT);
INSERT INTO u (id, upper) SELECT id, upper(name) FROM users; DROP TABLE users; ALTER TABLE u RENAME TO users;`,
        down: `CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO u (id, name) SELECT id, upper FROM users; DROP TABLE users; ALTER TABLE u RENAME TO users;`,
      },
      {
        title: 'a longer type of a column that the same deploy has made: its rollback takes all of it',
        after: { up: 'CREATE TABLE users (id int, name varchar(10))', down: 'DROP TABLE users' },
        up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
        down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(10) USING name::varchar(10)',
      },
      {
        title: 'a column that up has made, and given its name with CHANGE',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN nick int; ALTER TABLE users CHANGE nick rank_no int',
        down: 'ALTER TABLE users DROP COLUMN rank_no',
      },
      {
        title: 'what was NULL is filled in, a batch at a time',
        given: 'CREATE TABLE loans (id int PRIMARY KEY, due_on date, made_on date)',
        up: `UPDATE loans SET due_on = made_on WHERE id IN (SELECT id FROM loans WHERE due_on IS NULL LIMIT 5000);
ALTER TABLE loans ALTER COLUMN due_on SET DEFAULT CURRENT_DATE;`,
        down: 'ALTER TABLE loans ALTER COLUMN due_on DROP DEFAULT',
      },
      {
        title: 'what was NULL or empty is filled in',
        given: 'CREATE TABLE users (id int PRIMARY KEY, slug text, nick text)',
        up: `UPDATE users SET slug = lower(nick) WHERE slug IS NULL OR slug = '';
UPDATE users SET nick = slug WHERE (users.nick IS NULL OR users.nick = '') AND id > 9;
CREATE INDEX CONCURRENTLY users_slug ON users (slug);`,
        down: 'DROP INDEX CONCURRENTLY users_slug',
      },
      {
        title: 'when a row was last changed',
        given: 'CREATE TABLE flags (id int, name text, updated_at timestamptz)',
        up: "ALTER TABLE flags ADD COLUMN kind text; UPDATE flags SET kind = 'on', updated_at = now() WHERE name = 'pay'",
        down: 'ALTER TABLE flags DROP COLUMN kind',
      },
      {
        title: 'a table that no migration has made, built anew and built back',
        dialect: 'sqlite',
        up: `CREATE TABLE tokens_new (id TEXT PRIMARY KEY, kind TEXT);
INSERT INTO tokens_new (id, kind) SELECT id, kind FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_new RENAME TO tokens;`,
        down: `CREATE TABLE tokens_old (id TEXT, kind TEXT, UNIQUE (id));
INSERT INTO tokens_old (id, kind) SELECT id, kind FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_old RENAME TO tokens;`,
      },
      {
        title: 'the rows of a list that the deploy makes and fills',
        after: { up: 'CREATE TABLE counts (total int)', down: 'DROP TABLE counts' },
        up: 'INSERT INTO counts (total) VALUES (0)',
        down: 'DELETE FROM counts',
      },
      {
        title: 'a table put aside, from whose copy down takes back what is of it',
        dialect: 'mysql',
        given: 'CREATE TABLE keys_1 (id int PRIMARY KEY, name varchar(50))',
        up: `ALTER TABLE keys_1 RENAME keys_old; CREATE TABLE keys_2 (id int PRIMARY KEY, name varchar(50), kind varchar(9));
INSERT INTO keys_2 (id, name, kind) SELECT id, name, 'old' FROM keys_old;`,
        down: `CREATE TABLE keys_1 (id int PRIMARY KEY, name varchar(50));
INSERT INTO keys_1 (id, name) SELECT id, name FROM keys_2 WHERE kind = 'old';
DROP TABLE keys_2; DROP TABLE keys_old;`,
      },
      {
        title: 'a table that is built anew, and built back',
        dialect: 'sqlite',
        given: 'CREATE TABLE tokens (id TEXT PRIMARY KEY, expires INTEGER)',
        up: `CREATE TABLE tokens_new (id TEXT PRIMARY KEY, expires DATETIME);
INSERT INTO tokens_new (id, expires) SELECT id, expires FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_new RENAME TO tokens;`,
        down: `CREATE TABLE tokens_old (id TEXT PRIMARY KEY, expires INTEGER);
INSERT INTO tokens_old (id, expires) SELECT id, expires FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_old RENAME TO tokens;`,
      },
      {
        title: 'rows that are moved to another table and back',
        given:
          'CREATE TABLE settings (name text PRIMARY KEY, value text); CREATE TABLE kv (key text PRIMARY KEY, value text)',
        up: `INSERT INTO kv (key, value) SELECT 'id', value FROM settings WHERE name = 'id' ON CONFLICT DO NOTHING;
DELETE FROM settings WHERE name = 'id';`,
        down: `INSERT INTO settings (name, value) SELECT 'id', value FROM kv WHERE key = 'id';
DELETE FROM kv WHERE key = 'id';`,
      },
      {
        title: 'rows that up names by their values, and down inserts again',
        given: 'CREATE TABLE codes (code text PRIMARY KEY, label text)',
        up: "DELETE FROM codes WHERE code IN ('A', 'B')",
        down: "INSERT INTO codes VALUES ('A', 'first'), ('B', 'second')",
      },
      {
        title: 'a list that up and down write anew',
        given: 'CREATE TABLE codes (code text PRIMARY KEY)',
        up: "TRUNCATE codes; INSERT INTO codes VALUES ('A'), ('B'), ('C')",
        down: "TRUNCATE codes; INSERT INTO codes VALUES ('A'), ('B')",
      },
      {
        title: 'tables that up puts together, and down takes apart',
        given: 'CREATE TABLE likes (post int, person int); CREATE TABLE reads (post int, person int)',
        up: `CREATE TABLE actions (post int, person int, liked int, seen int);
INSERT INTO actions SELECT post, person, max(liked), max(seen) FROM
(SELECT post, person, 1 AS liked, 0 AS seen FROM likes UNION ALL SELECT post, person, 0, 1 FROM reads) AS both_of
GROUP BY post, person; DROP TABLE likes, reads;`,
        down: `CREATE TABLE likes (post int, person int);
INSERT INTO likes (post, person) SELECT post, person FROM actions WHERE liked = 1;
DELETE FROM actions WHERE seen = 0; ALTER TABLE actions DROP COLUMN liked, DROP COLUMN seen;
ALTER TABLE actions RENAME TO reads;`,
      },
      {
        title: 'down computes the rows of the table from others',
        given: `CREATE TABLE users (id int, email text); CREATE TABLE users_fast (id int, email text)`,
        up: 'DROP TABLE users_fast',
        down: 'CREATE TABLE users_fast AS SELECT id, email FROM users',
      },
      {
        title: 'what is not there at all afterwards is told as down-does-not-restore-schema',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users DROP COLUMN email',
        down: 'ALTER TABLE users ADD COLUMN emial text',
      },
      {
        title: 'the values were copied, and the column that goes has another name by then',
        given: 'CREATE TABLE proofs (id int, kind varchar(20))',
        up: `ALTER TABLE proofs ADD COLUMN kind_ext text;
UPDATE proofs SET kind_ext = kind;
ALTER TABLE proofs RENAME COLUMN kind TO kind_old;
ALTER TABLE proofs RENAME COLUMN kind_ext TO kind;
ALTER TABLE proofs DROP COLUMN kind_old;`,
        down: 'ALTER TABLE proofs ALTER COLUMN kind TYPE varchar(20)',
      },
      {
        title: 'down computes the values from what is there',
        given: 'CREATE TABLE users (id int, deleted boolean, deleted_at timestamptz)',
        up: 'ALTER TABLE users DROP COLUMN deleted',
        down: `ALTER TABLE users ADD COLUMN deleted boolean;
UPDATE users SET deleted = deleted_at IS NOT NULL;`,
      },
      {
        title: 'a schema that no migration has made, and puts nothing into',
        given: 'CREATE TABLE users (id int)',
        up: 'DROP SCHEMA IF EXISTS r CASCADE; CREATE TABLE carts (id int)',
        down: 'DROP TABLE carts',
      },
      {
        title: 'nothing is lost',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text',
        down: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'without a down script nothing pretends',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (id int)',
        up: 'DROP TABLE carts',
      },
    ],
  },

  checkMigration({ migration, replayed, roundTrip, pending, traits }) {
    const { down, declaredIrreversible } = migration
    if (roundTrip === undefined || down === undefined || declaredIrreversible !== undefined) return undefined
    if (awaitsNothing(down)) return undefined
    const earlier = pending.slice(0, pending.indexOf(replayed))
    const lost = roundTrip.lost.filter(
      loss =>
        !isOfDefaults(loss, earlier, replayed) &&
        (staysIn(loss) || !isFilledByDown(objectOfLoss(loss), replayed)) &&
        !(isWrittenOver(loss) && isMadeNullAgain(objectOfLoss(loss), earlier, replayed)) &&
        !isListOfTheMigrations(loss, replayed) &&
        !areInsertedAgain(loss, replayed) &&
        !wasNull(loss, replayed) &&
        !isNoteOfTheChange(loss) &&
        !isOfTheServer(loss) &&
        !isMissing(loss, replayed, roundTrip),
    )
    const left = lost.filter(
      loss =>
        staysIn(loss) &&
        !insertsWhatIsMissing(objectOfLoss(loss), replayed.up.steps) &&
        !isRefilledFromItself(objectOfLoss(loss), replayed.up.steps),
    )
    const isOnce = left.every(loss => isEmptiedBeforeInsert(objectOfLoss(loss), replayed.up.steps))
    const ofDeploy = lost.filter(loss => isWrittenOver(loss) && isAddedIn(earlier, objectOfLoss(loss)))
    const back = mergedBack(replayed, traits)
    const merged = oneOfEach(
      (back.size === 0 ? [] : roundTrip.lost.filter(isWrittenOver)).flatMap(loss => {
        const object = objectOfLoss(loss)
        const table = tablePart(object)
        const found = back.get(
          columnKeyOf(table, object.slice(table.length + 1), replayed.up.before.semantics),
        )
        return found ? [problemOfMerged(object, found)] : []
      }),
    )
    const renamed = new Map(
      lost.flatMap(loss => {
        const dropped = roundTrip.lostInDown.has(loss)
          ? droppedRenamed(objectOfLoss(loss), replayed, traits)
          : undefined
        return dropped === undefined ? [] : [[loss, dropped] as const]
      }),
    )
    const notBack = lost.filter(loss => !staysIn(loss) && !ofDeploy.includes(loss) && !renamed.has(loss))
    const unread = notBack.filter(loss => unreadRestoreOf(loss, replayed, roundTrip) !== undefined)
    const gone = notBack.filter(loss => !unread.includes(loss))
    return [
      ...merged,
      ...[...renamed].map(([loss, dropped]) => problemOfRenamed(objectOfLoss(loss), dropped)),
      ...(ofDeploy.length === 0
        ? []
        : [
            {
              message: `The down script leaves what up writes into ${listWords(
                [...new Set(ofDeploy.map(objectOfLoss))],
                shownLosses,
              )}. The deploy itself adds that, so that nothing of before is lost; but the migrations before this one left other values there.`,
              severity: 'info' as const,
              instead:
                'Let down write what was there before up: NULL or the default where no earlier migration of the deploy has filled it.',
              objects: ofDeploy.map(objectOfLoss),
              at: startOf(migration, 'down'),
            },
          ]),
      ...(gone.length === 0
        ? []
        : [
            {
              message: `The down script does not bring back ${nameLosses(gone, shownLosses)}.`,
              ...(gone.every(isOfShortLife) && { severity: 'info' as const, instead: madeAnew }),
              at: placeOf(gone, replayed, roundTrip) ?? startOf(migration, 'down'),
            },
          ]),
      ...unlessUnreadRestores(unread, replayed, roundTrip),
      ...(left.length === 0
        ? []
        : [
            {
              message: `The down script leaves the rows that up inserts into ${listWords(
                left.map(loss => insertedInto(loss, replayed)),
                shownLosses,
              )}: they stay after the rollback${isOnce ? '' : ', and when up runs again it inserts them once more'}.`,
              instead: 'Delete them in down, by their keys.',
              objects: left.map(objectOfLoss),
              at: startOf(migration, 'down'),
            },
          ]),
      ...cutSince(
        cutByDown(replayed, traits).filter(
          ({ object }) =>
            !names(roundTrip.lost, object) &&
            // The rollback of the deploy takes the column itself away.
            !isAddedIn(earlier, object) &&
            !isMadeIn(earlier, tablePart(object)),
        ),
      ),
    ]
  },
}

/** What the down script itself takes away it does not bring back. */
function unreadRestoreOf(
  loss: string,
  { down }: ReplayedMigration,
  { lostInDown }: RoundTrip,
): Statement | undefined {
  if (lostInDown.has(loss)) return undefined
  const object = objectOfLoss(loss)
  return unreadWriteInto(object, down) ?? unreadWriteInto(tablePart(object), down)
}

function unlessUnreadRestores(
  lost: readonly string[],
  replayed: ReplayedMigration,
  roundTrip: RoundTrip,
): readonly Problem[] {
  const [first] = lost
  const statement = first === undefined ? undefined : unreadRestoreOf(first, replayed, roundTrip)
  if (statement === undefined) return []
  return [
    {
      message: `As far as it can be told, the down script does not bring back ${nameLosses(lost, shownLosses)}: line ${statement.location.line} of it may, which was read in part only.`,
      severity: 'info',
      instead: 'See whether it does, on a copy with rows: up, down, and compare.',
      at: placeOfStatement('down', statement),
    },
  ]
}

function names(lost: readonly string[], object: string): boolean {
  return lost.some(loss => objectOfLoss(loss) === object)
}

/** Before the deploy no value was longer: what is lost are values of the new release. */
function cutSince(cut: readonly CutByDown[]): readonly Problem[] {
  const [first] = cut
  if (first === undefined) return []
  const stop = cut.every(({ byCast }) => byCast)
    ? 'or change the type without the cast (USING): then it stops at a value that does not fit'
    : 'or let it stop where a value does not fit'
  return [
    {
      message: `The down script cuts or rounds, without an error, what was written since the deploy and does not fit ${listWords(
        cut.map(({ what }) => what),
        shownLosses,
      )} (${[...new Set(cut.map(({ why }) => why))].join('; ')}).`,
      instead: `Leave the wider type in the down script, in which the old values fit too, ${stop}, and say so in it.`,
      objects: cut.map(({ object }) => object),
      at: placeOfStatement('down', first.step.statement),
    },
  ]
}

function problemOfMerged(object: string, { step, value, from, to, wasAllowed }: MergedBack): Problem {
  const had = wasAllowed ? ', and rows may have had it before' : ''
  return {
    message: `The down script makes '${to}' of every '${value}' in ${object}, which up has made of ${listWords(
      from.map(each => `'${each}'`),
      from.length,
    )}${had}: which of them a row had does not come back.`,
    objects: [object],
    at: { direction: 'down', location: step.location, statement: step.statement.text },
  }
}

/** Each UPDATE of up loses the values of the same column. */
function oneOfEach(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map(problem => [problem.message, problem])).values()]
}

function problemOfRenamed(object: string, { step, from, sql }: DroppedRenamed): Problem {
  return {
    message: `The down script drops ${object}, which up has only given another name (it was ${from}): what it holds from before the deploy goes with it.`,
    instead:
      sql === undefined
        ? `Give it back its old name in place of the DROP: ${from}.`
        : `Give it back its old name in place of the DROP: ${sql}`,
    objects: [object],
    at: { direction: 'down', location: step.location, statement: step.statement.text },
  }
}

/** By its name: it holds what is asked for again. */
function isOfShortLife(loss: string): boolean {
  const [table = ''] = objectOfLoss(loss).split('.').slice(-1)
  return (
    / rows?\b/.test(loss) && /(?:^|_)(?:sessions?|nonces?|captchas?|cached?|caches|otps?)(?:_|$)/i.test(table)
  )
}

const madeAnew =
  'Rows like these are made anew when they are missed: say so in the down script. Where that costs much, let up copy them first.'

/** Nothing is lost of the table: it has rows more. */
function staysIn(loss: string): boolean {
  return loss.slice(objectOfLoss(loss).length).startsWith(': the rows as they were')
}

function isWrittenOver(loss: string): boolean {
  return /: (?:every previous value|the previous values of the updated rows)$/.test(loss)
}

/** A column that earlier migrations of the deploy have added, to a table that they have made or not. */
function isAddedIn(earlier: readonly ReplayedMigration[], object: string): boolean {
  const table = tablePart(object)
  return (
    table !== '' &&
    earlier.some(({ up: { steps } }) =>
      stepsOn(steps, table, 'add-column').some(({ operation, before }) =>
        sameObject(before, `${operation.table}.${operation.column.name}`, object),
      ),
    )
  )
}

function isMadeIn(earlier: readonly ReplayedMigration[], table: string): boolean {
  return earlier.some(({ up: { steps } }) => stepsOn(steps, table, 'create-table').length > 0)
}

/** Up was the first to fill the column, and down empties it in every row. */
function isMadeNullAgain(
  object: string,
  earlier: readonly ReplayedMigration[],
  { down }: ReplayedMigration,
): boolean {
  const table = tablePart(object)
  const column = object.slice(table.length + 1)
  const isFilled = earlier.some(({ up: { steps } }) =>
    stepsOn(steps, table, 'add-column', 'update-rows').some(
      ({ operation, before }) =>
        (operation.kind === 'add-column' &&
          sameColumn(before, operation.column.name, column) &&
          operation.column.default !== undefined) ||
        (operation.kind === 'update-rows' &&
          operation.columns.some(each => sameColumn(before, each, column))),
    ),
  )
  const toNull = new RegExp(`[\\s,"\`]${column.replace(/\W/g, '\\$&')}["\`]?\\s*=\\s*null\\b`, 'i')
  return (
    !isFilled &&
    isAddedIn(earlier, object) &&
    stepsOn(down?.steps ?? [], table, 'update-rows').some(
      ({ operation, statement }) => operation.filter === 'absent' && toNull.test(runnableSql(statement)),
    )
  )
}

function isOfDefaults(
  loss: string,
  earlier: readonly ReplayedMigration[],
  replayed: ReplayedMigration,
): boolean {
  const object = objectOfLoss(loss)
  const table = tablePart(object)
  return (
    loss === `${object}: every value` &&
    table !== '' &&
    isDefaultGivenBack(table, object.slice(table.length + 1), earlier, replayed)
  )
}

/** `flags (line 4 of the up script)` */
function insertedInto(loss: string, { up }: ReplayedMigration): string {
  const [inserting] = stepsOn(up.steps, objectOfLoss(loss), 'insert-rows')
  return inserting === undefined
    ? objectOfLoss(loss)
    : `${objectOfLoss(loss)} (line ${inserting.location.line} of the up script)`
}

/** The statement of the down script that takes it away, or that makes anew what comes back empty. */
function placeOf(
  lost: readonly string[],
  { down }: ReplayedMigration,
  { lostInDown }: RoundTrip,
): Place | undefined {
  const steps = down?.steps ?? []
  const [statement] = lost.slice(0, shownLosses).flatMap(loss => {
    const object = objectOfLoss(loss)
    const taking = lostInDown.get(loss)
    if (taking !== undefined) return [taking]
    const [making] = [
      ...stepsOn(steps, object, 'create-table'),
      ...stepsOn(steps, tablePart(object), 'add-column').filter(({ operation, before }) =>
        sameObject(before, `${operation.table}.${operation.column.name}`, object),
      ),
    ]
    return making?.statement ?? []
  })
  return statement && placeOfStatement('down', statement)
}

/** What up takes away and down does not make again is told as down-does-not-restore-schema. */
function isMissing(loss: string, { up }: ReplayedMigration, { differences }: RoundTrip): boolean {
  const object = objectOfLoss(loss)
  const dot = object.lastIndexOf('.')
  const goneAfterUp =
    findTable(up.after, object) === undefined &&
    columnIn(up.after, object.slice(0, Math.max(dot, 0)), object.slice(dot + 1)) === undefined
  return goneAfterUp && ['table', 'column'].some(kind => differences.includes(`${kind} ${object} is missing`))
}

/** When a row was last changed: up has changed it. */
function isNoteOfTheChange(loss: string): boolean {
  return /(?:^|\.)(?:updated|modified|changed)_?(?:at|on|date|time|timestamp)?$/i.test(objectOfLoss(loss))
}

/** Up has filled in what was not there: the way back is not complete, but no value is lost. */
function wasNull(loss: string, { up: { steps, before } }: ReplayedMigration): boolean {
  const object = objectOfLoss(loss)
  const updates = stepsOn(steps, tablePart(object), 'update-rows').flatMap(({ operation }) =>
    operation.columns
      .filter(column => sameObject(before, `${operation.table}.${column}`, object))
      .map(column => ({ column, where: operation.where ?? '' })),
  )
  return (
    updates.length > 0 &&
    updates.every(({ column, where }) => requiresNull(where, column) || requiresEmpty(where, column))
  )
}

/** `c IS NULL OR c = ''`, with nothing or with AND beside it. */
function requiresEmpty(where: string, column: string): boolean {
  const alternatives = (tokens: readonly TextToken[]) => splitAt(withoutParentheses(tokens), 'or')
  const isEmpty = (tokens: readonly TextToken[]): boolean => {
    const words = withoutParentheses(tokens)
    const [{ name } = {}, ...rest] = words[1]?.text === '.' ? words.slice(2) : words
    const said = rest.map(({ text }) => text.toLowerCase()).join(' ')
    return name === column && (said === 'is null' || said === "= ''")
  }
  const tokens = textTokens(where).filter(({ kind }) => kind !== 'space')
  return splitAt(withoutParentheses(tokens), 'and').some(part => alternatives(part).every(isEmpty))
}

function tablePart(column: string): string {
  return column.slice(0, Math.max(column.lastIndexOf('.'), 0))
}

/** Up and down both empty the table and write its rows: a list that the migrations keep. What is lost of it is told in up. */
function isListOfTheMigrations(loss: string, { down, up }: ReplayedMigration): boolean {
  const object = objectOfLoss(loss)
  return [up.steps, down?.steps ?? []].every(
    steps =>
      stepsOn(steps, object, 'truncate-table', 'delete-rows').length > 0 &&
      stepsOn(steps, object, 'insert-rows').length > 0,
  )
}

/** Up names the rows that it deletes by their values, and down inserts rows with these. */
function areInsertedAgain(loss: string, { down, up }: ReplayedMigration): boolean {
  const table = objectOfLoss(loss)
  if (loss !== `${table}: the deleted rows`) return false
  const inserted = stepsOn(down?.steps ?? [], table, 'insert-rows').filter(
    ({ operation }) => operation.copiesFrom === undefined,
  )
  const texts = inserted.map(({ statement }) => statement.text).join('\n')
  // Of values that code binds it is not seen which they are.
  const isBound = /\?|\$\d/.test(texts)
  return (
    inserted.length > 0 &&
    stepsOn(up.steps, table, 'delete-rows').every(({ operation: { where = '' } }) => {
      const values = where.match(/'[^']*'|(?<![\w$.])\d+(?:\.\d+)?(?![\w.])/g) ?? []
      return isBound ? where !== '' : values.length > 0 && values.every(value => texts.includes(value))
    })
  )
}

/** Rows of the server's own catalogs are nobody's data. */
function isOfTheServer(loss: string): boolean {
  return /^(?:pg_|information_schema\.|mysql\.|sqlite_)/.test(objectOfLoss(loss))
}

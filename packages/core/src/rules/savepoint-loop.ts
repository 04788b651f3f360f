import { namesIn } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'

export const savepointLoop: Rule = {
  id: 'savepoint-loop',
  category: 'transaction',
  severity: 'warning',
  title: 'A loop catches exceptions row by row.',
  why: `Each round is a subtransaction, with a transaction id of its own where it writes. Up to 64 ids of a transaction are kept in
shared memory; with more, whoever meets one of its rows may have to look it up in pg_subtrans. On a busy server that can slow
down all sessions until the migration ends.`,
  instead: `Do it in one statement, such as INSERT … ON CONFLICT DO NOTHING, or look for the bad rows before the loop.`,
  sources: [
    'PostgreSQL 15 manual, Structure of PL/pgSQL: a block with EXCEPTION is a subtransaction',
    'PostgreSQL 16 manual, Transaction Processing, Subtransactions (a chapter that 15 lacks)',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'EXCEPTION inside LOOP',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE imported (id bigint)',
        up: `DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT id FROM imported LOOP
    BEGIN
      INSERT INTO users VALUES (r.id);
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
  END LOOP;
END $$`,
        instead: 'INSERT INTO users SELECT id FROM imported ON CONFLICT DO NOTHING',
      },
      {
        title: 'a loop that changes rows',
        given: 'CREATE TABLE imported (id bigint, amount text, cents int)',
        up: `DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT id, amount FROM imported LOOP
    BEGIN
      UPDATE imported SET cents = r.amount::int WHERE id = r.id;
    EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'left out: %', r.id;
    END;
  END LOOP;
END $$`,
        instead: `UPDATE imported SET cents = amount::int WHERE amount ~ '^\\d{1,9}$'`,
      },
      {
        title: 'a loop that changes the schema',
        given: 'CREATE TABLE shops (id int)',
        up: `DO $$ DECLARE shop record; BEGIN
  FOR shop IN SELECT id FROM shops LOOP
    BEGIN
      EXECUTE format('CREATE INDEX IF NOT EXISTS events_%s_at ON events_%s (at)', shop.id, shop.id);
    EXCEPTION WHEN undefined_table THEN RAISE NOTICE '%', SQLERRM;
    END;
  END LOOP;
END $$`,
        instead: `DO $$ DECLARE shop record; BEGIN
  FOR shop IN SELECT id FROM shops LOOP
    IF to_regclass(format('events_%s', shop.id)) IS NOT NULL THEN
      EXECUTE format('CREATE INDEX IF NOT EXISTS events_%s_at ON events_%s (at)', shop.id, shop.id);
    END IF;
  END LOOP;
END $$`,
      },
    ],
    allowed: [
      {
        title: 'one handler around the loop',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE imported (id bigint)',
        up: `DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT id FROM imported LOOP
    INSERT INTO users VALUES (r.id);
  END LOOP;
EXCEPTION WHEN unique_violation THEN RAISE NOTICE 'stopped';
END $$`,
      },
      {
        title: 'a loop that tries again until it works',
        given: 'CREATE TABLE kinds (id bigint PRIMARY KEY, name text)',
        up: `DO $$ BEGIN
  LOOP
    BEGIN
      INSERT INTO kinds VALUES (nextval('ids'), 'new');
      EXIT;
    EXCEPTION WHEN unique_violation THEN RAISE NOTICE 'again';
    END;
  END LOOP;
END $$`,
      },
      {
        title: 'RAISE EXCEPTION catches nothing',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: `DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT id FROM users LOOP
    IF r.id < 0 THEN RAISE EXCEPTION 'negative'; END IF;
  END LOOP;
END $$`,
      },
    ],
  },

  checkOperation: {
    'run-code': (_operation, { statement }) =>
      catchesInLoop(statement.text)
        ? {
            message:
              'Each round of the loop that catches an exception is a subtransaction, with an id of its own where it writes: from the 65th on, other sessions may have to look them up in pg_subtrans.',
            ...insteadOf(statement.text),
          }
        : undefined,
  },
}

function insteadOf(text: string): { readonly instead?: string } {
  if (blocksThatCatch(text).every(changesSchemaAlone)) return { instead: withTest }
  return /\binsert\s+into\b/i.test(text) ? {} : { instead: withoutInsert }
}

/** What stands between BEGIN and EXCEPTION WHEN. */
function blocksThatCatch(text: string): readonly string[] {
  return text
    .split(/\bexception\s+when\b/i)
    .slice(0, -1)
    .map(part => part.split(/\bbegin\b/i).at(-1) ?? '')
}

/** Also as a text that EXECUTE runs. */
function changesSchemaAlone(block: string): boolean {
  return (
    /\b(?:create|alter|drop|comment\s+on|grant|revoke)\b/i.test(block) &&
    !/\b(?:insert\s+into|update|delete\s+from|merge\s+into)\b/i.test(block)
  )
}

const withTest =
  'Test for what would fail, and leave the block out: IF to_regclass(…) IS NOT NULL before a table that may be missing, IF EXISTS or IF NOT EXISTS in the statement itself.'

const withoutInsert =
  'Look for the rows that would fail before the loop, leave them out by a WHERE, and change the others in one statement.'

/** LOOP … EXCEPTION WHEN … END LOOP. Where EXIT stands before it, the loop tries one thing until it works. */
function catchesInLoop(text: string): boolean {
  const words = namesIn(text).map(word => word.toLowerCase())
  let depth = 0
  for (const [index, word] of words.entries()) {
    if (word === 'loop') depth += words[index - 1] === 'end' ? -1 : 1
    if (word === 'exception' && words[index + 1] === 'when' && depth > 0 && words[index - 1] !== 'exit')
      return true
  }
  return false
}

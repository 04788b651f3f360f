import { beforeAll, describe, expect, it } from 'vitest'
import { mysql } from '../../dialects/mysql/index.ts'
import { postgres } from '../../dialects/postgres/index.ts'
import { sqlite } from '../../dialects/sqlite/index.ts'
import type { ScriptSource } from '../../layouts/layout.ts'
import { mysqlLexicalRules } from '../../lexer/engines.ts'
import { placeholderStyle } from '../../lexer/placeholders.ts'
import type { Script } from '../../migration/migration.ts'
import { readSqlScript } from './read-sql-script.ts'

beforeAll(() => sqlite.load())

function read(text: string, sections?: ScriptSource['sections']): Script {
  return readSqlScript(
    { file: 'a.sql', transaction: 'none', ...(sections ? { sections } : {}) },
    text,
    sqlite,
  )
}

/** `line:column-line:column text` of every statement. */
function places(script: Script): readonly string[] {
  return script.statements.map(({ location: { line, column, endLine, endColumn }, text }) => {
    return `${line}:${column}-${endLine}:${endColumn} ${text}`
  })
}

describe('readSqlScript', () => {
  it('finds each statement at its place', () => {
    const text = "\ufeffDROP TABLE a;\r\n-- 😀\r\n  SELECT '😀', 1; DROP TABLE\r\n b;\r\n"
    expect(places(read(text))).toEqual([
      '1:1-1:13 DROP TABLE a',
      "3:3-3:17 SELECT '😀', 1",
      '3:19-4:3 DROP TABLE\r\n b',
    ])
  })

  it('reads the sections alone, in order, at their places in the file', () => {
    const text = '-- up\nDROP TABLE a;\n-- down\nDROP TABLE b;\n-- up\nDROP TABLE c'
    const sections = [
      [0, 20],
      [42, text.length],
    ] as const
    expect(places(read(text, sections))).toEqual(['2:1-2:13 DROP TABLE a', '6:1-6:13 DROP TABLE c'])
  })

  it('finds the statements inside a DO block, and not their like in a comment', async () => {
    await postgres.load()
    const body =
      "-- DROP TABLE a;\r\nDROP TABLE a; EXECUTE 'DROP TABLE b';\nIF true THEN DROP\n TABLE c; END IF;"
    const script = readSqlScript(
      { file: 'a.sql', transaction: 'none' },
      `SELECT 1;\nDO $x$ BEGIN ${body} END $x$`,
      postgres,
    )
    const [, block] = script.statements
    const starts = block?.operationLocations?.map(
      ({ line, column, endLine }) => `${line}:${column}-${endLine}`,
    )
    expect(block?.operations.map(({ kind }) => kind)).toEqual([
      'run-code',
      'drop-table',
      'drop-table',
      'drop-table',
    ])
    expect(starts).toEqual(['2:1-5', '3:1-3', '3:23-3', '4:14-5'])
  })

  it.each([[''], ['\ufeff'], ['-- nothing\n;;\n']])('finds no statement in %j', text => {
    expect(read(text)).toMatchObject({ statements: [], notes: [], source: text })
  })

  it('keeps what is damaged as a statement and a note, and reads what comes before', () => {
    const script = read("DROP TABLE a;\nINSERT INTO t VALUES ('x;\nDROP TABLE b;\n")
    expect(script.statements).toMatchObject([
      { operations: [{ kind: 'drop-table', table: 'a' }], reading: 'grammar' },
      {
        operations: [
          {
            kind: 'unreadable',
            level: 'damaged',
            reason: 'the quote opened here is never closed',
            verb: 'INSERT',
            object: 't',
            offset: 22,
          },
        ],
        reading: 'unknown',
        location: { line: 2, column: 1 },
      },
    ])
    expect(script.notes).toMatchObject([
      {
        kind: 'damaged-text',
        message: 'The quote opened here is never closed.',
        location: { line: 2, column: 23 },
      },
    ])
  })

  it('reads half a statement as far as it goes', () => {
    expect(read('DROP TABLE a; ALTER TABLE b').statements).toMatchObject([
      { reading: 'grammar' },
      { operations: [{ kind: 'unreadable', level: 'partial', verb: 'ALTER TABLE', object: 'b' }] },
    ])
  })

  it('takes a binary file for one damaged statement', () => {
    const script = read('\ufffd\ufffdS\0E\0L\0E\0C\0T\0;\0')
    expect(script.statements).toMatchObject([{ operations: [{ kind: 'unreadable', level: 'damaged' }] }])
    expect(script.notes).toMatchObject([{ kind: 'damaged-text' }])
  })

  it('reads a line of 5 MB', () => {
    const script = read(`INSERT INTO t VALUES ${'(1), '.repeat(1_000_000)}(2); DROP TABLE t;`)
    expect(script.statements.map(statement => statement.operations[0]?.kind)).toEqual([
      'insert-rows',
      'drop-table',
    ])
    expect(script.statements[1]?.location).toMatchObject({ line: 1, column: 5_000_027 })
  })

  it('reads placeholders as names and keeps the text as written', () => {
    const [statement] = read(`DROP TABLE \${schema}_users`).statements
    expect(statement).toMatchObject({
      text: 'DROP TABLE __schema__users',
      written: `DROP TABLE \${schema}_users`,
      operations: [{ kind: 'drop-table', table: '__schema__users' }],
    })
  })

  it('knows the placeholders of the config, wherever they stand', () => {
    const text = 'DROP TABLE @schema@.users; DELETE FROM <%= table %> WHERE a = \'@x@\'; DROP TABLE "@s@"'
    const { statements } = readSqlScript({ file: 'a.sql', transaction: 'none' }, text, sqlite, [
      placeholderStyle('@*@'),
      placeholderStyle('<%=*%>'),
    ])
    expect(statements).toMatchObject([
      { written: 'DROP TABLE @schema@.users', operations: [{ kind: 'drop-table', table: '_schema_.users' }] },
      { reading: 'grammar', operations: [{ kind: 'delete-rows', table: '___table__' }] },
      { operations: [{ kind: 'drop-table', table: '_s_' }] },
    ])
  })

  it('notes a comment that the server reads as code', () => {
    const read = (text: string) =>
      readSqlScript({ file: 'a.sql', transaction: 'none' }, text, { ...sqlite, lexical: mysqlLexicalRules })
    const location = { line: 1, column: 1, endColumn: 15 }
    expect(read('--DROP TABLE b\nDROP TABLE a;').notes).toMatchObject([
      { kind: 'damaged-text', severity: 'warning', location },
    ])
    expect(read('--DROP TABLE b\n').notes).toMatchObject([
      { kind: 'damaged-text', severity: 'info', location },
    ])
  })
})

describe('a script that the runner sends as one query', () => {
  it.each([
    [postgres, 'DROP TABLE a', 'none'],
    [postgres, 'DROP TABLE a; DROP TABLE b', 'script'],
    [sqlite, 'DROP TABLE a; DROP TABLE b', 'none'],
    [mysql, 'DROP TABLE a; DROP TABLE b', 'none'],
  ] as const)('%#: %s', async (dialect, text, transaction) => {
    await dialect.load()
    const source = { file: 'a.sql', transaction: 'script', sentAsOneQuery: [dialect.name] } as const
    const script = readSqlScript(source, text, dialect)
    expect([script.transaction, script.oneQuery]).toEqual([
      transaction,
      transaction === 'none' ? undefined : true,
    ])
  })
})

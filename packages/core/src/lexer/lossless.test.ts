import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  mariadbLexicalRules,
  mysqlLexicalRules,
  postgresLexicalRules,
  sqliteLexicalRules,
} from './engines.ts'
import type { LexicalRules } from './lexical-rules.ts'
import type { ScriptParts } from './script-parts.ts'
import { splitStatements } from './split-statements.ts'
import { tokenize } from './tokenize.ts'

const engines: readonly (readonly [string, LexicalRules])[] = [
  ['postgres', postgresLexicalRules],
  ['mysql', mysqlLexicalRules],
  ['mariadb', mariadbLexicalRules],
  ['sqlite', sqliteLexicalRules],
]

/** Pieces that make lexers stumble: joined at random they become the scripts of the property tests. */
const nastyPieces: readonly string[] = [
  '{{ if .x }}', '{% if x %}', '{{ index .Options "Namespace" }}', `\${x}`, '{$NS}_a', ":'x'", ':"x"', '--!include a.sql\n', '/*!50003 CREATE*/ ', '/*M! ', '*/;;', '"😀 é" int', '\\connect x\n', '\\gexec', '\\set x `cat y`\n', 'DELIMITER ;;\n', 'SET sql_mode = ANSI_QUOTES;', 'SET standard_conforming_strings = off;',
  "'", '"', '`', "''", '""', '``', '\\', "\\'", '[', ']', '(', ')', '{', '}', '{{', '}}', '${', '%', '%x%', ':x', '::',
  ';', ';;', '--', '-- a comment\n', '--x\n', '#', '# a comment\r\n', '/*', '*/', '/*!', '/*!40101 ', '/*M!100100 ', '/*!999999',
  '$$', '$tag$', '$1', '?', '@x', '@@x', "E'", "x'", "U&'", '\n', '\r\n', '\r', '\t', ' ', '\0', '\ufeff', '\u00a0', '😀', '\ud83d', 'é',
  'DELIMITER', 'DELIMITER //\n', '\ndelimiter ;\n', '\nDELIMITER\n$$\n', '//', '\n\\.\n', '\\g', '\\copy x from y\n', '\\copy x from stdin\n', '\n\\i x\n', '\\set a b \\\\', '\\;', '\\G', '\nsource x\n', '\n.read x\n',
  '--> statement-breakpoint', '-- +goose StatementBegin\n', '-- +goose StatementEnd\n', '-- migrate:down\n',
  'COPY t FROM STDIN;\n', '1\t2\n', 'CREATE ', 'TABLE ', 't ', 'TRIGGER ', 'FUNCTION ', 'PROCEDURE ', 'EVENT ', 'RULE ',
  'BEGIN ', 'ATOMIC ', 'END ', 'END;', 'END IF;', 'IF ', 'CASE ', 'WHILE ', 'LOOP ', 'REPEAT ', 'THEN ', 'DO ', 'SELECT 1', ',', '.', '1.5e3', '0x1F', '1a', '\\N',
] // biome-ignore format: a table

/** Whole scripts, each a trap by itself. */
const nastyScripts: readonly string[] = [
  '\ufeff-- é 😀\r\nCREATE TABLE "😀" ("é" text DEFAULT \'😀;\');\r\nALTER TABLE "😀" ADD "🏳️‍🌈" int;\r\n',
  'COPY a (b) FROM stdin WITH (FORMAT csv);\r\n😀,1\r\n;\r\n\\.\r\nCOPY c FROM STDIN; -- why\n1\n\\.\n\\connect d\nSELECT 1;',
  "\\set s `cat x`\n\\if :s\nGRANT :'r' TO :\"u\" \\gexec\n\\endif\n\\copy t FROM 'x' csv\nSELECT 1 \\; SELECT 2 \\g |sh\n",
  "/*!40101 SET NAMES utf8 */;\nDELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN SET NEW.a = ';;'; END */;;\nDELIMITER ;\n/*M!100100 SELECT 1 */;\n/*!999999 never */;",
  `ALTER TABLE {{ index .Options "Namespace" }}.a ADD \${col} int; {{ if .x }}UPDATE {$NS}_b.c SET d = %X%;{{ end }}\n{% raw %}SELECT :a{% endraw %};`,
  '-- migrate:up transaction:false\r\nCREATE INDEX CONCURRENTLY i ON t (a);\r\n--> statement-breakpoint\r\n-- migrate:down\r\nDROP INDEX i;\r\n',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN 1 THEN 2 END; END; DO $x$ BEGIN EXECUTE $$a;b$$; END $x$; CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);',
  '',
  ';',
  ';;;;',
  '\ufeff',
  '\ufeffSELECT 1;\r\nSELECT 2;\r\n',
  "SELECT 'never closed; DROP TABLE t;",
  'SELECT "never closed; DROP TABLE t;',
  'SELECT 1; /* never closed',
  'SELECT 1; /*!40101 never closed',
  'SELECT $a$ never $b$ closed',
  '/* /* */ SELECT 1;',
  'CREATE TABLE t (a INT',
  'SELECT 1; \0\0\0 SELECT 2;',
  'COPY t FROM STDIN;\n1\t2\n\\.\nSELECT 1;',
  'COPY t FROM STDIN;\n1\t2\nSELECT 1;',
  'COPY t FROM STDIN;',
  'DELIMITER',
  'DELIMITER ',
  'DELIMITER $$\nSELECT 1$$',
  'DELIMITER\n$$\nCREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SELECT 1; END$$\nDELIMITER\n;\nSELECT 1;',
  'CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET a = 1; SELECT CASE WHEN 1 THEN 2 END; END; SELECT 1;',
  '{{ if .x }} SELECT 1; {{ end }}',
  'SELECT ${a',
  '/*! */ */ ;',
]

describe.each(engines)('tokenize for %s', (_, rules) => {
  it('loses no character', () => {
    const scripts = fc.oneof(
      fc.array(fc.constantFrom(...nastyPieces), { maxLength: 40 }).map(pieces => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(...nastyScripts),
    )
    fc.assert(
      fc.property(scripts, script => {
        const tokens = tokenize(script, rules)
        expect(tokens.map(token => token.text).join('')).toBe(script)
        for (const token of tokens) expect(script.slice(token.start, token.end)).toBe(token.text)
        expect(tokens.every(token => token.end > token.start)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('reads a statement of 2 MB and one that is nested 100,000 deep', () => {
    const row = "(1, 'abc', NULL), "
    expect(tokenize(`INSERT INTO t VALUES ${row.repeat(100_000)}`, rules)).toHaveLength(8 + 100_000 * 11)
    expect(tokenize('('.repeat(100_000) + ')'.repeat(100_000), rules)).toHaveLength(200_000)
  })
})

/** The migrations of our own fixtures, as a project writes them. */
const fixtureScripts: readonly string[] = sqlFilesIn(new URL('../../../../fixtures/', import.meta.url)).map(
  file => readFileSync(file, 'utf8'),
)

const pieces = fc.array(fc.constantFrom(...nastyPieces), { maxLength: 60 })

describe.each(engines)('every byte of a %s script is accounted for', (_, rules) => {
  it('in generated scripts', () => {
    fc.assert(
      fc.property(pieces, parts => expectEveryByteCovered(parts.join(''), rules)),
      { numRuns: 1000 },
    )
  })

  it('in real scripts with a piece put in or taken out anywhere', () => {
    expect(fixtureScripts.length).toBeGreaterThan(100)
    const mutated = fc
      .record({
        script: fc.constantFrom(...nastyScripts, ...fixtureScripts),
        at: fc.nat({ max: 400 }),
        removed: fc.nat({ max: 8 }),
        piece: fc.constantFrom('', ...nastyPieces),
      })
      .map(({ script, at, removed, piece }) => script.slice(0, at) + piece + script.slice(at + removed))
    fc.assert(
      fc.property(mutated, script => expectEveryByteCovered(script, rules)),
      { numRuns: 1000 },
    )
  })

  it.each(nastyScripts.map(script => [script]))('in %j', script => {
    expectEveryByteCovered(script, rules)
  })

  it('in 10 MB of one statement, of 200,000 statements, and of nesting', () => {
    const insert = `INSERT INTO t VALUES ${"(1, 'abc;', NULL), ".repeat(550_000)}(1, 'x', 2);`
    expect(splitStatements(insert, rules).statements).toHaveLength(1)
    expect(splitStatements('UPDATE t SET a = 1;\n'.repeat(200_000), rules).statements).toHaveLength(200_000)
    expect(
      splitStatements(`SELECT ${'('.repeat(500_000)}1${')'.repeat(500_000)};`, rules).statements,
    ).toHaveLength(1)
    expect(splitStatements(`SELECT 1;${' '.repeat(5_000_000)}`, rules).statements).toHaveLength(1)
    expect(splitStatements("SELECT '".repeat(100_001), rules).damage).toHaveLength(1)
  })
})

function sqlFilesIn(folder: URL): readonly URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.sql') && !name.includes('node_modules'))
    .map(name => new URL(name, folder))
}

/** What no statement, comment, directive or damage covers, or `overlap`. */
function uncovered(script: string, parts: ScriptParts): string {
  const spans = [
    ...parts.statements,
    ...parts.commands,
    ...parts.damage,
    ...parts.directives,
    ...parts.comments,
  ]
  let rest = ''
  let position = 0
  for (const span of spans.sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (span.start < position) return 'overlap'
    rest += script.slice(position, span.start)
    position = span.end
  }
  return (rest + script.slice(position)).replace(/^\ufeff/, '').replace(/[ \t\r\n\v\f]/g, '')
}

function expectEveryByteCovered(script: string, rules: LexicalRules): void {
  const parts = splitStatements(script, rules)
  expect(uncovered(script, parts)).toBe('')
  for (const statement of parts.statements) {
    expect(statement.text).toHaveLength(statement.end - statement.start)
    expect(statement.text.trim()).not.toBe('')
  }
}

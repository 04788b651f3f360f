import { isCode } from '../layouts/code-migration-tool.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { isSql } from '../layouts/path-names.ts'
import type { DialectName } from '../migration/migration.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { sampleOfSql, spread } from './sql-sample.ts'

export interface SqlEvidence extends DialectEvidence {
  /** Other engines could not read it. */
  readonly certain: boolean
}

interface Sign {
  readonly dialect: DialectName
  readonly pattern: RegExp
  /** 3: a syntax error elsewhere. 1: a habit. */
  readonly weight: 1 | 3
  /** Holds in JavaScript too, where quotes and `$` mean something else. */
  readonly inCode: boolean
}

const signs: readonly Sign[] = [
  sign('postgres', 3, /\b(?:TIMESTAMPTZ|JSONB|BIGSERIAL|TSVECTOR|BYTEA|CITEXT)\b/i),
  sign('postgres', 3, /\bTIMESTAMP(?:\s*\(\d\))?\s+WITH(?:OUT)?\s+TIME\s+ZONE\b/i),
  sign('postgres', 3, /\bCREATE\s+(?:EXTENSION|TYPE|DOMAIN|POLICY|SEQUENCE|MATERIALIZED)\b/i),
  sign('postgres', 3, /\bCONCURRENTLY\b|\bPLPGSQL\b|\bALTER\s+TYPE\b/i),
  sign('postgres', 3, /\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+NOT|DROP\s+NOT|TYPE|SET\s+DATA)\b/i),
  sign('postgres', 3, /[\w')]::[a-z]/i, false),
  sign('postgres', 3, /(?:\$\$|\bDO\s+\$\w*\$)/i, false),
  sign('postgres', 3, /\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b/i),
  sign('postgres', 1, /\b(?:SERIAL|UUID|BOOLEAN|TEXT\[\])\b/i),
  sign('postgres', 1, /"public"\.|\bpublic\./i, false),
  sign('mysql', 3, /\bAUTO_INCREMENT\b|\bENGINE\s*=\s*\w|\bUNSIGNED\b/i),
  sign('mysql', 3, /\b(?:TINYINT|MEDIUMINT|MEDIUMTEXT|LONGTEXT|TINYTEXT|MEDIUMBLOB|LONGBLOB)\b/i),
  sign(
    'mysql',
    3,
    /\bALTER\s+TABLE\s+\S+\s+(?:MODIFY|CHANGE)\b|\b(?:MODIFY|CHANGE)\s+COLUMN\b|\bRENAME\s+TABLE\b/i,
  ),
  sign('mysql', 3, /\bDROP\s+(?:FOREIGN|PRIMARY)\s+KEY\b|\bDROP\s+INDEX\s+\S+\s+ON\b/i),
  sign('mysql', 3, /\bON\s+UPDATE\s+(?:CURRENT_TIMESTAMP|NOW)\b|\bCHARACTER\s+SET\b|\bCHARSET\b/i),
  sign('mysql', 3, /[\w`"]\s+ENUM\s*\(\s*'/i, false),
  sign('mysql', 3, /^[ \t]*DELIMITER\b|\bINT\(\d+\)|\bUNIQUE\s+KEY\b/im),
  sign('mysql', 1, /`\w+`/, false),
  sign('mysql', 1, /\bDATETIME\b/i),
  sign('sqlite', 3, /\bAUTOINCREMENT\b|\bPRAGMA\b|\bWITHOUT\s+ROWID\b|\bsqlite_\w+/i),
  sign(
    'sqlite',
    3,
    /\bINSERT\s+OR\s+(?:REPLACE|IGNORE)\b|\bstrftime\s*\(|\bunixepoch\s*\(|\bdatetime\s*\(\s*'now'/i,
  ),
  sign(
    'sqlite',
    1,
    /\bINTEGER\s+(?:NOT\s+NULL\s+)?PRIMARY\s+KEY\b|\bDATETIME\b|`\s+(?:integer|text)\b/i,
    false,
  ),
]

/** MariaDB reads these, MySQL 8.4 does not (MariaDB manual, ALTER TABLE, CREATE TABLE, Comment Syntax). */
const mariadbOnly: readonly RegExp[] = [
  /\/\*M!\d*/,
  /\bCREATE\s+OR\s+REPLACE\s+(?:TABLE|INDEX)\b/i,
  /\bALTER\s+TABLE\s+IF\s+EXISTS\b/i,
  /\bALTER\s+TABLE\s[^;]{1,500}?\b(?:ADD|DROP|MODIFY|CHANGE)\s+(?:(?:COLUMN|INDEX|KEY|FOREIGN\s+KEY|CONSTRAINT)\s+)?IF\s+(?:NOT\s+)?EXISTS\b/i,
]

export async function dialectFromSql(
  paths: readonly string[],
  files: ProjectFiles,
  among?: ReadonlySet<DialectName>,
): Promise<SqlEvidence | undefined> {
  const scores = new Map<DialectName, { score: number; certain: boolean; word: string; path: string }>()
  for (const path of spread(paths.filter(each => isSql(each) || isCode(each)))) {
    const text = await sampleOf(path, files)
    for (const { dialect, pattern, weight, inCode } of signs) {
      if (among?.has(dialect) === false) continue
      const word = isSql(path) || inCode ? pattern.exec(text)?.[0] : undefined
      if (word === undefined) continue
      const earlier = scores.get(dialect)
      scores.set(dialect, {
        score: (earlier?.score ?? 0) + weight,
        certain: (earlier?.certain ?? false) || weight === 3,
        ...(earlier !== undefined && (earlier.certain || weight === 1)
          ? { word: earlier.word, path: earlier.path }
          : { word, path }),
      })
    }
  }
  const [best, second] = [...scores].sort(([, first], [, other]) => other.score - first.score)
  if (best === undefined || best[1].score === second?.[1].score) return undefined
  const [name, { certain, word, path }] = best
  const clear = certain && best[1].score >= 2 * (second?.[1].score ?? 0)
  return { name, evidence: seen(word, path), certain: clear }
}

/** What only MariaDB can run. Not in code: that may ask for the client first. */
export async function mariadbSign(
  paths: readonly string[],
  files: ProjectFiles,
): Promise<string | undefined> {
  for (const path of spread(paths.filter(isSql))) {
    const text = await sampleOf(path, files)
    const word = mariadbOnly.map(pattern => pattern.exec(text)?.[0]).find(found => found !== undefined)
    if (word !== undefined) return seen(word, path)
  }
  return undefined
}

function sign(dialect: DialectName, weight: 1 | 3, pattern: RegExp, inCode = true): Sign {
  return { dialect, pattern, weight, inCode }
}

const longestWord = 60

function seen(word: string, path: string): string {
  const plain = word.trim().replace(/\s+/g, ' ')
  return `${plain.length > longestWord ? `… ${plain.slice(-longestWord)}` : plain} in ${path}`
}

async function sampleOf(path: string, files: ProjectFiles): Promise<string> {
  const text = await sampleOfSql(path, files)
  return isSql(path) ? text : withoutMethods(text)
}

/** `table.jsonb('a')`, `.unsigned()` and the size of `table.text('a', 'longtext')` are words of a query builder, for any
 * engine. */
function withoutMethods(code: string): string {
  return code
    .replace(/\.\s*text\s*\(\s*(['"`])\w+\1\s*,\s*(['"`])(?:medium|long)text\2/g, '.')
    .replace(/\.\s*[\w$]+/g, '.')
}

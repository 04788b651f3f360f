import type { LexicalRules } from './lexical-rules.ts'

/** Longer than any statement that sets a variable needs to be. */
const longestHead = 500

/**
 * The rules for what follows a statement: some settings of the session change what a quote or a backslash means
 * (MySQL 8.0 manual, 7.1.11, ANSI_QUOTES, NO_BACKSLASH_ESCAPES; PostgreSQL manual, standard_conforming_strings).
 */
export function rulesAfter(statement: string, rules: LexicalRules): LexicalRules {
  const head = statement.slice(0, longestHead)
  if (!/^\s*(?:\/\*!\d*\s*)?set\b/i.test(head)) return rules
  if (rules.escapeStrings) {
    const setting = /\bstandard_conforming_strings\s*(?:=|to)\s*'?(\w+)/i.exec(head)?.[1]
    return setting === undefined
      ? rules
      : { ...rules, backslashEscapes: /^(?:off|false|no|0)$/i.test(setting) }
  }
  const mode = rules.executableComments ? /\bsql_mode\b(.*)/is.exec(head)?.[1] : undefined
  if (mode === undefined) return rules
  const adds = !/\breplace\s*\(/i.test(mode)
  return {
    ...rules,
    backslashEscapes: !(adds && /NO_BACKSLASH_ESCAPES/i.test(mode)),
    doubleQuotedStrings: !(adds && /\b(?:ANSI_QUOTES|ANSI|ORACLE|MSSQL|POSTGRESQL|DB2|MAXDB)\b/i.test(mode)),
  }
}

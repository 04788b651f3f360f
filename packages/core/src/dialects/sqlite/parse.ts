import { classifyStatement } from '../../lexer/classify.ts'
import { sqliteLexicalRules } from '../../lexer/engines.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { ParsedStatement } from '../dialect.ts'
import { parseByGrammar } from './grammar.ts'
import { parseAlterColumnTo } from './libsql.ts'
import { toOperations } from './to-operations.ts'

export function parse(text: string): ParsedStatement {
  const result = parseByGrammar(text)
  if (!result.ok) return parseWithoutGrammar(text, result.reason, result.offset)
  if (result.statements.length === 0)
    return { operations: [{ kind: 'no-effect', what: 'a comment' }], reading: 'grammar' }
  const operations = result.statements.flatMap(statement => toOperations(statement, text))
  const isPartial = operations.some(operation => operation.kind === 'unreadable')
  return { operations, reading: isPartial ? 'partial' : 'grammar' }
}

function parseWithoutGrammar(text: string, reason: string, offset: number): ParsedStatement {
  const alterColumn = parseAlterColumnTo(text)
  if (alterColumn) return { operations: [alterColumn], reading: 'own-parser' }
  const { verb, object } = classifyStatement(tokenize(text, sqliteLexicalRules))
  if (verb === undefined) {
    return { operations: [{ kind: 'unreadable', level: 'unknown', reason, offset }], reading: 'unknown' }
  }
  const named = object ? { object: object.name } : {}
  return {
    operations: [{ kind: 'unreadable', level: 'partial', reason, verb, ...named, offset }],
    reading: 'partial',
  }
}

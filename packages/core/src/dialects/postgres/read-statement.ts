import { classifyStatement } from '../../lexer/classify.ts'
import { postgresLexicalRules } from '../../lexer/engines.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import type { ParsedStatement } from '../dialect.ts'
import { type GrammarError, isGrammarError, parseTree } from './grammar.ts'
import { readNode } from './operations/statement.ts'
import { namesForPlaceholders } from './placeholder-names.ts'
import { sourceOf } from './source.ts'
import { objectName } from './tree/names.ts'

/** By PostgreSQL's grammar; then with placeholders turned into names; then by its first words alone. */
export function readStatement(text: string): ParsedStatement {
  const whole = readByGrammar(text)
  if (!isGrammarError(whole) && whole.reading === 'grammar') return whole
  const named = namesForPlaceholders(text)
  const retried = named === text ? whole : readByGrammar(named)
  if (!isGrammarError(retried)) return retried
  return isGrammarError(whole) ? readByFirstWords(text, whole) : whole
}

function readByGrammar(text: string): ParsedStatement | GrammarError {
  const tree = parseTree(text)
  if (isGrammarError(tree)) return tree
  const source = sourceOf(text, tree.version)
  try {
    const operations = tree.statements.flatMap(node => readNode(node, source))
    return {
      operations: operations.length > 0 ? operations : [{ kind: 'no-effect', what: 'nothing' }],
      reading: readingOf(operations),
    }
  } catch (error) {
    return { message: error instanceof Error ? error.message : 'the statement cannot be read', offset: 0 }
  }
}

function readingOf(operations: readonly Operation[]): ParsedStatement['reading'] {
  return operations.some(operation => operation.kind === 'unreadable') ? 'partial' : 'grammar'
}

function readByFirstWords(text: string, error: GrammarError): ParsedStatement {
  const tokens = tokenize(text, postgresLexicalRules)
  const damage = tokens.find(token => token.kind === 'damaged')
  const { verb, object } = classifyStatement(tokens)
  const level = damage ? 'damaged' : verb === undefined ? 'unknown' : 'partial'
  const unreadable: OperationOf<'unreadable'> = {
    kind: 'unreadable',
    level,
    reason: error.message,
    ...(verb !== undefined && { verb }),
    ...(object && { object: objectName(object.name.split('.')) }),
    offset: Math.min(error.offset, text.length),
  }
  return { operations: [unreadable], reading: level === 'partial' ? 'partial' : 'unknown' }
}

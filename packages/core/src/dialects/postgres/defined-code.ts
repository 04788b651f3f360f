import type { Operation } from '../../operations/operation.ts'
import type { DefinedCode } from '../dialect.ts'
import {
  type CreateFunctionStmt,
  type CreateTrigStmt,
  isGrammarError,
  parseTree,
  type RuleStmt,
} from './grammar.ts'
import { bodyOperations } from './operations/code.ts'
import { readNode } from './operations/statement.ts'
import { type Source, sourceOf } from './source.ts'
import { objectName, strings, tableName } from './tree/names.ts'
import { options, valueText } from './tree/values.ts'

/** The body of a routine, what a trigger calls, or what a rule does instead. */
export function definedCode(text: string): DefinedCode | undefined {
  const tree = parseTree(text)
  if (isGrammarError(tree)) return undefined
  const [node, ...others] = tree.statements
  if (node === undefined || others.length > 0) return undefined
  if ('CreateFunctionStmt' in node) return routine(node.CreateFunctionStmt, sourceOf(text, tree.version))
  if ('CreateTrigStmt' in node) return trigger(node.CreateTrigStmt)
  return 'RuleStmt' in node ? rule(node.RuleStmt, sourceOf(text, tree.version)) : undefined
}

function routine(statement: CreateFunctionStmt, source: Source): DefinedCode {
  const given = options(statement.options)
  const language = valueText(given.find(({ defname }) => defname === 'language')?.arg).toLowerCase()
  const name = objectName(strings(statement.funcname))
  if (language === 'plpgsql')
    return {
      name,
      operations: bodyOperations(source.text, 1, readNode, { inside: { where: `in the body of ${name}` } }),
    }
  if (statement.sql_body !== undefined) return { name, operations: readAll([statement.sql_body], source) }
  const body = given.find(({ defname }) => defname === 'as')?.arg
  const sql = body && 'List' in body ? strings(body.List.items) : []
  const tree = language === 'sql' ? parseTree(sql[0] ?? '') : undefined
  if (tree === undefined || isGrammarError(tree))
    return { name, operations: [{ kind: 'run-code', language, dynamic: true }] }
  return { name, operations: readAll(tree.statements, sourceOf(sql[0] ?? '', tree.version)) }
}

/** The statements of BEGIN ATOMIC are a list of lists. */
function readAll(nodes: Parameters<typeof strings>[0], source: Source): readonly Operation[] {
  return (nodes ?? []).flatMap(node =>
    'List' in node ? readAll(node.List.items, source) : 'ReturnStmt' in node ? [] : readNode(node, source, 1),
  )
}

/** TRIGGER_TYPE_* of src/include/catalog/pg_trigger.h. */
const triggerEvents = [
  [4, 'insert'],
  [8, 'delete'],
  [16, 'update'],
] as const

function trigger({ trigname = '', relation, funcname, events = 0 }: CreateTrigStmt): DefinedCode {
  return {
    name: trigname,
    operations: [
      { kind: 'run-code', language: 'function', dynamic: true, routine: objectName(strings(funcname)) },
    ],
    runsOn: {
      table: tableName(relation),
      events: triggerEvents.filter(([bit]) => (events & bit) !== 0).map(([, event]) => event),
    },
  }
}

const ruleEvents: Readonly<Record<string, 'insert' | 'update' | 'delete'>> = {
  CMD_INSERT: 'insert',
  CMD_UPDATE: 'update',
  CMD_DELETE: 'delete',
}

function rule(
  { rulename = '', relation, event, actions }: RuleStmt,
  source: Source,
): DefinedCode | undefined {
  const runsOn = ruleEvents[event ?? '']
  if (runsOn === undefined) return undefined
  return {
    name: rulename,
    operations: readAll(actions, source),
    runsOn: { table: tableName(relation), events: [runsOn] },
  }
}

import type { Operation } from '../../../operations/operation.ts'
import type { Node } from '../grammar.ts'
import type { Source } from '../source.ts'
import { objectName, strings } from '../tree/names.ts'
import { hasOption } from '../tree/values.ts'
import { alterObjectReaders } from './alter-object.ts'
import { doBlock } from './code.ts'
import { commentReaders } from './comment.ts'
import { createObjectReaders } from './create-object.ts'
import { createSchema } from './create-schema.ts'
import { dropObjectReaders } from './drop-object.ts'
import { callEffects } from './function-call.ts'
import { copyTable, maintenanceReaders } from './maintenance.ts'
import { privilegeReaders } from './privileges.ts'
import { on, type ReaderEntry } from './reader.ts'
import { renameReaders } from './rename.ts'
import { rowOperations } from './rows.ts'
import { select } from './select.ts'
import { noEffect, sessionReaders } from './session.ts'
import { executedPlan, tableReaders } from './tables.ts'

/** One statement of the grammar's tree to what it does. */
export function readNode(node: Node, source: Source, depth = 0): readonly Operation[] {
  const [kind = ''] = Object.keys(node)
  const operations = readers.get(kind)?.(node, source, depth)
  if (operations === undefined)
    return [
      { kind: 'unreadable', level: 'partial', reason: 'this kind of statement is not known', verb: kind },
    ]
  return operations.length > 0 ? operations : [noEffect('nothing')]
}

const rowReaders: readonly ReaderEntry[] = [
  on('InsertStmt', (statement, source) => rowOperations({ InsertStmt: statement }, source)),
  on('UpdateStmt', (statement, source) => rowOperations({ UpdateStmt: statement }, source)),
  on('DeleteStmt', (statement, source) => rowOperations({ DeleteStmt: statement }, source)),
  on('MergeStmt', (statement, source) => rowOperations({ MergeStmt: statement }, source)),
  on('SelectStmt', select),
  on('CopyStmt', (statement, source, depth) => [
    ...(statement.query ? readNode(statement.query, source, depth) : [copyTable(statement)]),
    ...(statement.is_program && !statement.is_from ? [program] : []),
  ]),
]

/** COPY … TO PROGRAM: rows go to a program on the server. */
const program: Operation = { kind: 'run-code', language: 'shell', dynamic: true }

const codeReaders: readonly ReaderEntry[] = [
  on('CreateSchemaStmt', (schema, source, depth) => createSchema(schema, source, depth, readNode)),
  on('DoStmt', (statement, source, depth) => doBlock(statement, source, depth, readNode)),
  on('CallStmt', ({ funccall }, source) => [
    {
      kind: 'run-code',
      language: 'procedure',
      dynamic: true,
      routine: objectName(strings(funccall?.funcname)),
    },
    ...callEffects(funccall?.args, source),
  ]),
  on('ExecuteStmt', () => executedPlan),
  on('ExplainStmt', ({ query, options }, source, depth) =>
    query && hasOption(options, 'analyze') ? readNode(query, source, depth) : noEffect('explain'),
  ),
  on('DeclareCursorStmt', ({ query }, source, depth) =>
    query ? readNode(query, source, depth) : noEffect('declare'),
  ),
]

const readers: ReadonlyMap<string, ReaderEntry[1]> = new Map<string, ReaderEntry[1]>([
  ...tableReaders,
  ...createObjectReaders,
  ...alterObjectReaders,
  ...dropObjectReaders,
  ...renameReaders,
  ...rowReaders,
  ...codeReaders,
  ...sessionReaders,
  ...maintenanceReaders,
  ...privilegeReaders,
  ...commentReaders,
])

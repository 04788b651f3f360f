import type { ParsedStatement } from '../../dialects/dialect.ts'
import type { Operation } from '../../operations/operation.ts'
import { holdsUnknownText } from '../../operations/unknown-text.ts'

/** Fields of an operation that hold a text or a value, which need not be known to know what the operation does. */
const texts: ReadonlySet<string> = new Set([
  'where',
  'assignments',
  'expressions',
  'default',
  'comment',
  'definition',
  'value',
  'using',
  'text',
  'expression',
])

/** A made-up value in the place of a name must not look like a table of the project. */
export function withUnknownNames(text: string, parsed: ParsedStatement): ParsedStatement {
  const [, ...verbs] = withoutTable.exec(text) ?? []
  const verb = verbs.find(each => each !== undefined)?.toUpperCase()
  if (verb !== undefined) return { operations: [nameless(verb)], reading: 'partial' }
  if (!holdsUnknownText(text) && !queryOfNothing.test(text) && !/\bundefined\b/.test(text)) return parsed
  if (parsed.operations.some(({ kind }) => kind === 'unreadable')) {
    const reason = 'its text is put together from values that are known only at run time'
    return { ...parsed, operations: parsed.operations.map(each => because(each, reason)) }
  }
  const isHidden = parsed.operations.map(isNameUnknown)
  if (!isHidden.includes(true)) return parsed
  return {
    ...parsed,
    operations: parsed.operations.map((operation, index) =>
      isHidden[index] === true ? hidden(operation) : operation,
    ),
    reading: 'partial',
  }
}

/** What Knex makes of a table whose name is empty here, as a setting is that only the server has. */
const withoutTable = /^\s*(?:(update)\s+set\s+["`]|(delete)\s+from\s*(?:where\b|$)|(insert)\s+into\s*\()/i

function nameless(verb: string): Operation {
  return { kind: 'unreadable', level: 'partial', reason: nameAtRunTime, verb }
}

const nameAtRunTime = 'the name of what it changes is known only at run time'

/** What Knex makes of a stand-in that it takes for a query. */
const queryOfNothing = /\(select \*\)/

function because(operation: Operation, reason: string): Operation {
  return operation.kind === 'unreadable' ? { ...operation, reason } : operation
}

function hidden(operation: Operation): Operation {
  // Renamed to what nobody knows: the table itself is known, and is not what it was.
  const subject =
    operation.kind === 'create-object' ? operation.name : 'table' in operation ? operation.table : undefined
  const object = subject === undefined || namesUnknown(subject) ? undefined : subject
  return {
    kind: 'unreadable',
    ...(object !== undefined && { object }),
    level: 'partial',
    reason: object === undefined ? nameAtRunTime : unknownPartOf(operation),
    verb: verbOf(operation),
  }
}

function unknownPartOf(operation: Operation): string {
  const { kind } = operation
  if (kind === 'create-object') {
    // Its name, what it reads from and what it has are known.
    const { readsColumns: _, ...rest } = operation
    return namesUnknown(rest)
      ? 'part of its text is known only at run time'
      : 'a value or column in its query is known only at run time'
  }
  return kind === 'insert-rows' || kind === 'update-rows'
    ? 'which columns it writes is known only at run time'
    : 'a name in it is known only at run time'
}

function verbOf(operation: Operation): string {
  switch (operation.kind) {
    case 'insert-rows':
      return 'INSERT'
    case 'update-rows':
      return 'UPDATE'
    case 'delete-rows':
      return 'DELETE'
    case 'create-object':
    case 'drop-object':
    case 'alter-object':
    case 'rename-object': {
      const verb = operation.kind === 'rename-object' ? 'alter' : operation.kind.split('-')[0]
      return `${verb} ${operation.objectType.replaceAll('-', ' ')}`.toUpperCase()
    }
    default:
      return operation.kind.replaceAll('-', ' ').toUpperCase()
  }
}

function isNameUnknown(operation: Operation): boolean {
  return operation.kind !== 'read-rows' && namesUnknown(operation)
}

function namesUnknown(value: unknown): boolean {
  if (typeof value === 'string') return holdsUnknownText(value) || /^(?:\w+\.)?undefined$/.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => !texts.has(key) && namesUnknown(inner))
}

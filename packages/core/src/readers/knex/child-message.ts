import type {
  FromChild,
  KnexfileFacts,
  RecordedDirection,
  RecordedStatement,
  SchemaQuestion,
  Unreached,
} from './protocol.ts'

/**
 * What a child says, if it makes sense: in there is code that nobody has checked, which may have got hold of the words
 * of our own.
 */
export function childMessage(text: string): FromChild | undefined {
  try {
    const message: unknown = JSON.parse(text)
    return isMessage(message) ? message : undefined
  } catch {
    return undefined
  }
}

/** Several times what the longest migrations seen say. */
const most = { statements: 20_000, notes: 5_000, names: 5_000, text: 20_000_000 }

type Check = (value: unknown) => boolean

function isMessage(value: unknown): value is FromChild {
  const kind = isRecord(value) ? value.kind : undefined
  if (kind === 'ready') return true
  if (!has(value, { id: isCount })) return false
  switch (kind) {
    case 'question':
      return has(value, { question: isQuestion, before: listOf(isEarlier, most.statements) })
    case 'recorded':
      return has(value, { direction: isDirection })
    case 'knexfile':
      return has(value, { facts: isFacts })
    case 'lost':
      return has(value, { reason: oneOf('too long', 'ended') })
    default:
      return false
  }
}

function isQuestion(value: unknown): value is SchemaQuestion {
  const isNamed = has(value, { kind: oneOf('table', 'column', 'columns', 'references'), table: isText })
  return isNamed && has(value, { column: optional(isText) })
}

function isEarlier(value: unknown): boolean {
  return has(value, { sql: isText, change: optional(isChange) })
}

function isDirection(value: unknown): value is RecordedDirection {
  return has(value, {
    outcome: oneOf('finished', 'throws', 'absent', 'failed'),
    statements: listOf(isStatement, most.statements),
    notes: listOf(isNote, most.notes),
    transaction: optional(isFlag),
    unreached: listOf(isUnreached, most.notes),
    stubbed: listOf(isText, most.names),
    runs: isCount,
    tampered: isFlag,
  })
}

function isStatement(value: unknown): value is RecordedStatement {
  return has(value, {
    sql: isText,
    inlined: optional(isText),
    location: isLocation,
    columnLocations: optional(each => isRecord(each) && Object.values(each).every(isLocation)),
    change: optional(isChange),
    conditions: listOf(isText, most.names),
    isApproximate: optional(isFlag),
    isCaught: optional(isFlag),
    isOutside: optional(isFlag),
    runs: optional(oneOf('not', 'perhaps')),
  })
}

const isChange: Check = value =>
  has(value, { method: isText, table: isText, args: listOf(() => true, most.names) })

const isNote: Check = value => has(value, { kind: isText, message: isText, location: optional(isLocation) })

function isUnreached(value: unknown): value is Unreached {
  return has(value, {
    location: isLocation,
    from: optional(isLocation),
    owner: oneOf('up', 'down', 'shared'),
    changes: listOf(each => has(each, { words: isText, isOfRows: isFlag }), most.names),
    isAfterError: isFlag,
  })
}

function isFacts(value: unknown): value is KnexfileFacts {
  return has(value, {
    client: optional(isText),
    version: optional(isText),
    directories: listOf(isText, most.names),
    loadExtensions: optional(listOf(isText, most.names)),
    sortDirsSeparately: isFlag,
    tableName: optional(isText),
    schemaName: optional(isText),
    searchPath: optional(listOf(isText, most.names)),
    disableTransactions: isFlag,
    environments: listOf(isText, most.names),
    warnings: listOf(isText, most.names),
  })
}

const isLocation: Check = value =>
  has(value, { line: isCount, column: isCount, endLine: isCount, endColumn: isCount })

function has(value: unknown, fields: Readonly<Record<string, Check>>): boolean {
  return isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(check: Check, length: number): Check {
  return value => Array.isArray(value) && value.length <= length && value.every(check)
}

function optional(check: Check): Check {
  return value => value === undefined || check(value)
}

function oneOf(...texts: readonly string[]): Check {
  return value => typeof value === 'string' && texts.includes(value)
}

const isFlag: Check = value => typeof value === 'boolean'
const isText: Check = value => typeof value === 'string' && value.length <= most.text
const isCount: Check = value => Number.isSafeInteger(value) && Number(value) >= 0

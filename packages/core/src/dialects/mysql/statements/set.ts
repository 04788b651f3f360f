import type { Operation } from '../../../operations/operation.ts'
import { routineCalls } from '../elements/routine-calls.ts'
import { type Grammar, readInnerStatement } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'

type Scope = 'session' | 'transaction' | 'global'

const scopes: Readonly<Record<string, Scope>> = {
  GLOBAL: 'global',
  PERSIST: 'global',
  PERSIST_ONLY: 'global',
  SESSION: 'session',
  LOCAL: 'session',
}

/** SET of variables, one or several; and its forms that set something else. */
export function readSet(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  cursor.expect('SET')
  if (cursor.take('STATEMENT')) return readSetStatement(cursor, grammar)
  const words = otherForms.find(form => cursor.take(...form))
  if (words)
    return [
      { kind: 'set-variable', name: words.join(' ').toLowerCase(), value: cursor.rest(), scope: 'session' },
    ]
  if (cursor.isAt('TRANSACTION') || cursor.isWord(1, 'TRANSACTION')) return readSetTransaction(cursor)
  const calls = routineCalls(cursor)
  let scope: Scope = 'session'
  const assignments = cursor.separated(item => {
    const word =
      item.isSymbol('=', 1) || item.isSymbol(':=', 1) ? undefined : item.takeOneOf(...Object.keys(scopes))
    // A scope holds for what follows it too (MySQL 8.0 manual 15.7.6.1).
    scope = word === undefined ? scope : (scopes[word] ?? scope)
    return readAssignment(item, scope)
  })
  return [...assignments, ...calls]
}

const otherForms: readonly (readonly string[])[] = [
  ['PASSWORD'],
  ['DEFAULT', 'ROLE'],
  ['ROLE'],
  ['RESOURCE', 'GROUP'],
  ['NAMES'],
  ['CHARACTER', 'SET'],
  ['CHARSET'],
]

/** MariaDB: `SET STATEMENT variable = value FOR statement` */
function readSetStatement(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  cursor.separated(item => {
    item.identifier()
    item.expectSymbol('=')
    item.textUntil(rest => rest.isSymbol(',') || rest.isAt('FOR'))
  })
  cursor.expect('FOR')
  return readInnerStatement(cursor, grammar)
}

function readSetTransaction(cursor: TokenCursor): readonly Operation[] {
  const word = cursor.takeOneOf(...Object.keys(scopes))
  cursor.expect('TRANSACTION')
  const scope = word === undefined ? 'transaction' : (scopes[word] ?? 'session')
  const value = cursor.rest()
  if (value === '') cursor.fail()
  return [{ kind: 'set-variable', name: 'transaction', value, scope }]
}

function readAssignment(cursor: TokenCursor, scope: Scope): Operation {
  const target = readTarget(cursor)
  if (!cursor.takeSymbol(':=')) cursor.expectSymbol('=')
  const value = cursor.textUntil(item => item.isSymbol(','))
  if (value === '') cursor.fail()
  return { kind: 'set-variable', name: target.name.toLowerCase(), value, scope: target.scope ?? scope }
}

/** `name`, `@user_variable`, `@@global.name`, `NEW.column` */
function readTarget(cursor: TokenCursor): { readonly name: string; readonly scope?: Scope } {
  const token = cursor.peek()
  if (token?.kind === 'operator' && token.text === '@') {
    cursor.next()
    return { name: `@${cursor.next().value ?? ''}`, scope: 'session' }
  }
  if (token?.kind !== 'parameter' || !token.text.startsWith('@@')) {
    if (token?.kind !== 'parameter') return { name: cursor.objectName() }
    cursor.next()
    return { name: token.text, scope: 'session' }
  }
  cursor.next()
  const word = token.text.slice(2)
  const scope = scopes[word.toUpperCase()]
  if (!cursor.takeSymbol('.')) return { name: word }
  const name = cursor.objectName()
  return scope ? { name, scope } : { name: `${word}.${name}` }
}

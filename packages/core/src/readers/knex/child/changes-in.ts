import type { Location } from '../../../migration/migration.ts'
import type { UnreachedChange } from '../protocol.ts'
import { handlesOf } from './database-nodes.ts'
import { contains } from './decided-branches.ts'
import {
  child,
  children,
  isCall,
  isMember,
  locationOf,
  nameOf,
  type SyntaxNode,
  walk,
} from './syntax-tree.ts'

/** What a piece of code asks of the database, as far as its calls show: by the names that the database has there. */
export function changesIn(program: SyntaxNode, within?: Location): readonly UnreachedChange[] {
  const handles = new Set([...handlesOf(program), ...usualNames])
  const found = new Map<string, UnreachedChange>()
  for (const node of walk(program)) {
    if (node.type !== 'CallExpression') continue
    if (within !== undefined && !contains(within, locationOf(node.loc.start, node.loc.end))) continue
    const change = changeOf(node, handles)
    if (change !== undefined) found.set(change.words, change)
  }
  return [...found.values()]
}

/** Of the database, in functions that the migration hands it to. */
const usualNames = ['connection', 'database', 'db', 'transaction', 'transacting']

const rowWords: ReadonlyMap<string, string> = new Map([
  ['insert', 'INSERT into'],
  ['batchInsert', 'INSERT into'],
  ['update', 'UPDATE of'],
  ['increment', 'UPDATE of'],
  ['decrement', 'UPDATE of'],
  ['del', 'DELETE from'],
  ['delete', 'DELETE from'],
  ['truncate', 'TRUNCATE of'],
])

const schemaWord = /^(?:create|alter|drop|rename|refresh)\w*$|^table$/

function changeOf(call: SyntaxNode, handles: ReadonlySet<string>): UnreachedChange | undefined {
  const callee = child(call, 'callee')
  if (callee === undefined) return undefined
  const given = children(call, 'arguments')
  if (!isMember(callee)) {
    const name = nameOf(callee)
    const isHelper = name !== '' && !handles.has(name) && given.some(each => handles.has(nameOf(each)))
    return isHelper ? { words: `${name}()`, isOfRows: false } : undefined
  }
  const method = nameOf(child(callee, 'property'))
  const chain = chainOf(callee)
  if (!chain.some(({ name }) => handles.has(name))) return undefined
  const verb = rowWords.get(method)
  if (verb !== undefined) {
    const table = method === 'batchInsert' ? textOf(given[0]) : tableOf(chain, handles)
    return { words: `the ${verb} ${table ?? 'a table'}`, isOfRows: !/^(?:DELETE|TRUNCATE)/.test(verb) }
  }
  const isOfSchema = chain.some(({ name }) => name === 'schema') && schemaWord.test(method)
  if (!isOfSchema) return undefined
  const table = textOf(given[0])
  return { words: `schema.${method}(${table === undefined ? '' : `'${table}'`})`, isOfRows: false }
}

interface Link {
  readonly name: string
  readonly argument: SyntaxNode | undefined
}

/** `knex`, `where`, `update` of `knex('users').where(…).update(…)`, innermost first; each with what it is given first. */
function chainOf(member: SyntaxNode): readonly Link[] {
  const links: Link[] = []
  let argument: SyntaxNode | undefined
  for (let node: SyntaxNode | undefined = member; node !== undefined; ) {
    if (isCall(node)) {
      argument = children(node, 'arguments')[0]
      node = child(node, 'callee')
    } else if (isMember(node)) {
      links.unshift({ name: nameOf(child(node, 'property')), argument })
      argument = undefined
      node = child(node, 'object')
    } else {
      links.unshift({ name: nameOf(node), argument })
      node = undefined
    }
  }
  return links
}

function tableOf(chain: readonly Link[], handles: ReadonlySet<string>): string | undefined {
  const named = chain.find(
    ({ name, argument }) =>
      argument !== undefined && (handles.has(name) || /^(?:from|into|table)$/.test(name)),
  )
  return textOf(named?.argument)
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'StringLiteral' ? nameOf(node) : undefined
}

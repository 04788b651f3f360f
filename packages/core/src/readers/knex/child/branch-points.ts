import type { Direction, Location } from '../../../migration/migration.ts'
import { handlesOf, nodesTouchingDatabase, ownerOf } from './database-nodes.ts'
import { type Deciders, decidersOf } from './deciding-names.ts'
import { enginesOfErrors } from './engine-errors.ts'
import type { EngineName } from './engine-questions.ts'
import { isSchemaQuestion, schemaAnswersIn } from './schema-answers.ts'
import { child, children, isCall, locationOf, nameOf, nodesIn, type SyntaxNode, walk } from './syntax-tree.ts'

/** A piece of code that may or may not run, and that reaches for the database. */
export interface BranchPoint {
  readonly location: Location
  /** Which exported function it is in; a function beside them can serve both. */
  readonly owner: Direction | 'shared'
  /** It hangs on the engine: what is not reached is for another one. */
  readonly asksEngine: boolean
  /** It is a function's body; where a function with a name is called. */
  readonly calledAt?: readonly Location[]
  /** It is the body of a function that has no name. */
  readonly isCallback?: true
  /** It deals with an error. */
  readonly isAfterError?: true
  /** It hangs on whether a table or column is there, as Knex answers. */
  readonly asksSchema?: true
  /** It deals with errors of these engines alone. */
  readonly ofErrors?: readonly EngineName[]
  /** What alone decides on it, where that may be constant. */
  readonly deciders?: Deciders
}

export interface Insertion {
  readonly offset: number
  readonly text: string
}

export const counterName = '__migrationLintReached'

interface Collector {
  readonly points: BranchPoint[]
  readonly insertions: Insertion[]
  readonly source: string
  readonly handles: ReadonlySet<string>
  /** By name: every place at which it stands. */
  readonly mentions: ReadonlyMap<string, readonly SyntaxNode[]>
  readonly deciders: ReadonlyMap<SyntaxNode, Deciders>
  /** `exists` of `hasColumn(…).then(exists => …)` and `const exists = await hasColumn(…)`. */
  readonly schemaAnswers: ReadonlySet<string>
  /** `options.isChecked` of `if (isSQLite(knex)) options.isChecked = false`. */
  readonly setByEngine: ReadonlySet<string>
}

/** Where counters go, so that what no run reached can be named instead of passed over in silence. */
export function branchPoints(
  program: SyntaxNode,
  source: string,
): { readonly branches: readonly BranchPoint[]; readonly counters: readonly Insertion[] } {
  const handles = handlesOf(program)
  const touching = nodesTouchingDatabase(program, handles)
  // Most files of an application have nothing of it.
  if (touching.size === 0) return { branches: [], counters: [] }
  const collector: Collector = {
    points: [],
    insertions: [],
    source,
    handles,
    mentions: mentionsIn(program),
    deciders: decidersOf(program),
    schemaAnswers: schemaAnswersIn(program),
    setByEngine: constantsSetByEngine(program, source),
  }
  const waiting: Scope[] = [{ node: program, owner: 'shared', asksEngine: false, name: undefined }]
  for (let scope = waiting.pop(); scope !== undefined; scope = waiting.pop()) {
    for (const inner of visit(scope, collector, touching)) waiting.push(inner)
  }
  return { branches: collector.points, counters: collector.insertions }
}

interface Scope {
  readonly node: SyntaxNode
  readonly owner: BranchPoint['owner']
  readonly asksEngine: boolean
  /** Of the variable that it is the value of. */
  readonly name: SyntaxNode | undefined
}

function visit(scope: Scope, collector: Collector, touching: ReadonlySet<SyntaxNode>): readonly Scope[] {
  const { node } = scope
  const owner = ownerOf(node) ?? scope.owner
  const inner = { owner, asksEngine: scope.asksEngine }
  const mark = (branch: SyntaxNode | undefined, test?: SyntaxNode): void => {
    if (branch === undefined || !touching.has(branch)) return
    const asksEngine = scope.asksEngine || (test !== undefined && isAboutEngine(test, collector))
    const asksSchema = test !== undefined && isSchemaAnswer(test, collector) && { asksSchema: true as const }
    count(branch, { owner, asksEngine, ...asksSchema, ...decidersFor(test, collector) }, collector)
  }
  switch (node.type) {
    case 'IfStatement': {
      const test = child(node, 'test')
      mark(child(node, 'consequent'), test)
      const alternate = child(node, 'alternate')
      if (alternate?.type !== 'IfStatement') mark(alternate, test)
      break
    }
    case 'ConditionalExpression':
      mark(child(node, 'consequent'), child(node, 'test'))
      mark(child(node, 'alternate'), child(node, 'test'))
      break
    case 'LogicalExpression':
      mark(child(node, 'right'), child(node, 'left'))
      break
    case 'CatchClause': {
      const body = child(node, 'body')
      if (body === undefined || !touching.has(body)) break
      const engines = enginesOfErrors(body, collector.source, touching)
      const ofErrors = engines !== undefined && { ofErrors: engines }
      count(body, { ...inner, isAfterError: true, ...ofErrors }, collector)
      break
    }
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'WhileStatement':
      mark(child(node, 'body'))
      break
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ObjectMethod': {
      const body = child(node, 'body')
      if (body === undefined || !touching.has(body)) break
      const name = child(node, 'id') ?? scope.name
      const calls = (collector.mentions.get(nameOf(name)) ?? []).filter(each => each !== name)
      const calledAt = calls.map(({ loc }) => locationOf(loc.start, loc.end))
      const isCallback = name === undefined && node.type !== 'ObjectMethod' && { isCallback: true as const }
      count(body, { owner, asksEngine: scope.asksEngine, calledAt, ...isCallback }, collector)
      break
    }
    case 'SwitchCase': {
      const [first] = children(node, 'consequent')
      if (first !== undefined && touching.has(node)) countBefore(first, node, inner, collector)
      break
    }
    case 'BlockStatement':
      countAfterExits(node, inner, collector, touching)
      break
    default:
  }
  const test = child(node, 'test')
  const asksEngine = inner.asksEngine || (test !== undefined && isAboutEngine(test, collector))
  const name = node.type === 'VariableDeclarator' ? child(node, 'id') : undefined
  return nodesIn(node).map(each => ({ node: each, owner, asksEngine, name }))
}

function mentionsIn(program: SyntaxNode): ReadonlyMap<string, readonly SyntaxNode[]> {
  const mentions = new Map<string, SyntaxNode[]>()
  for (const node of walk(program)) {
    if (node.type !== 'Identifier') continue
    const name = nameOf(node)
    const known = mentions.get(name)
    if (known === undefined) mentions.set(name, [node])
    else known.push(node)
  }
  return mentions
}

function count(branch: SyntaxNode, rest: Omit<BranchPoint, 'location'>, collector: Collector): void {
  const call = counterCall({ location: locationOf(branch.loc.start, branch.loc.end), ...rest }, collector)
  if (branch.type === 'BlockStatement') {
    const directives = children(branch, 'directives')
    collector.insertions.push({ offset: directives.at(-1)?.end ?? branch.start + 1, text: `;${call};` })
  } else if (/Statement$|Declaration$/.test(branch.type)) {
    collector.insertions.push({ offset: branch.start, text: `{${call};` }, { offset: branch.end, text: '}' })
  } else {
    collector.insertions.push({ offset: branch.start, text: `(${call},` }, { offset: branch.end, text: ')' })
  }
}

function countBefore(
  statement: SyntaxNode,
  extent: SyntaxNode,
  rest: Omit<BranchPoint, 'location'>,
  collector: Collector,
): void {
  const location = locationOf(statement.loc.start, extent.loc.end)
  collector.insertions.push({
    offset: statement.start,
    text: `${counterCall({ location, ...rest }, collector)};`,
  })
}

/** What follows an `if (…) return` runs only where that did not. */
function countAfterExits(
  block: SyntaxNode,
  rest: Omit<BranchPoint, 'location'>,
  collector: Collector,
  touching: ReadonlySet<SyntaxNode>,
): void {
  const statements = children(block, 'body')
  for (const [index, statement] of statements.entries()) {
    const next = statements[index + 1]
    if (next === undefined || statement.type !== 'IfStatement' || !canExit(statement)) continue
    if (next.type === 'FunctionDeclaration') continue
    if (statements.slice(index + 1).some(each => touching.has(each))) {
      const test = child(statement, 'test')
      const asksEngine = rest.asksEngine || (test !== undefined && isAboutEngine(test, collector))
      countBefore(next, block, { ...rest, asksEngine, ...decidersFor(test, collector) }, collector)
    }
  }
}

function decidersFor(test: SyntaxNode | undefined, { deciders }: Collector): Pick<BranchPoint, 'deciders'> {
  const found = test && deciders.get(test)
  return found === undefined ? {} : { deciders: found }
}

function canExit(statement: SyntaxNode): boolean {
  for (const { type } of walk(statement)) {
    if (type === 'ReturnStatement' || type === 'ThrowStatement' || type === 'ContinueStatement') return true
  }
  return false
}

function counterCall(point: BranchPoint, collector: Collector): string {
  collector.points.push(point)
  return `${counterName}(${collector.points.length - 1})`
}

/** `exists`, `!exists`. */
function isSchemaAnswer(test: SyntaxNode, { schemaAnswers }: Collector): boolean {
  const asked = test.type === 'UnaryExpression' ? child(test, 'argument') : test
  return asked !== undefined && (schemaAnswers.has(nameOf(asked)) || isSchemaQuestion(asked))
}

function isAboutEngine(test: SyntaxNode, { source, setByEngine }: Collector): boolean {
  if (namesEngine(textOf(test, source)) || setByEngine.has(textOf(test, source))) return true
  return [...walk(test)].some(node => node.type === 'Identifier' && setByEngine.has(nameOf(node)))
}

/** And nowhere else: `const isOurs = client === 'pg'`, `if (isSQLite(knex)) options.isChecked = false`. */
function constantsSetByEngine(program: SyntaxNode, source: string): ReadonlySet<string> {
  const byEngine = new Set<SyntaxNode>()
  const names = new Map<string, boolean>()
  for (const node of walk(program)) {
    const initial = node.type === 'VariableDeclarator' ? child(node, 'init') : undefined
    if (initial !== undefined && isComparison(initial) && namesEngine(textOf(initial, source)))
      names.set(nameOf(child(node, 'id')), true)
    const test = node.type === 'IfStatement' ? child(node, 'test') : undefined
    if (test !== undefined && namesEngine(textOf(test, source))) {
      const arm = child(node, 'consequent')
      for (const statement of arm?.type === 'BlockStatement' ? children(arm, 'body') : [arm]) {
        const assignment = statement && child(statement, 'expression')
        if (assignment !== undefined && child(assignment, 'right')?.type === 'BooleanLiteral')
          byEngine.add(assignment)
      }
    }
    const target = node.type === 'AssignmentExpression' ? child(node, 'left') : undefined
    if (target === undefined) continue
    const name = textOf(target, source)
    names.set(name, byEngine.has(node) && names.get(name) !== false)
  }
  return new Set([...names].flatMap(([name, isByEngine]) => (isByEngine ? [name] : [])))
}

function isComparison(node: SyntaxNode): boolean {
  if (node.type === 'BinaryExpression' || node.type === 'UnaryExpression') return true
  if (node.type === 'LogicalExpression') return nodesIn(node).every(isComparison)
  return isCall(node) && /^(?:includes|test)$/.test(nameOf(child(child(node, 'callee') ?? node, 'property')))
}

function textOf({ start, end }: SyntaxNode, source: string): string {
  return source.slice(start, Math.min(end, start + 2000))
}

function namesEngine(text: string): boolean {
  return /\.client\.|\bclient\.(config|dialect|driver)|dialect|postgres|mysql|maria|sqlite|cockroach|mssql|oracle|['"]pg['"]|\bisPg\b/i.test(
    text,
  )
}

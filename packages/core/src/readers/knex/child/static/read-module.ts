import { child, children, nameOf, type SyntaxNode } from '../syntax-tree.ts'
import { closureOf, drive } from './closures.ts'
import { evaluate, textOf } from './evaluate.ts'
import { executeAll } from './execute.ts'
import { memberOf } from './members.ts'
import { type Interpreter, lookUp, type Scope, type Steps } from './scope.ts'
import { isPlainObject } from './unknown.ts'

/** What a file exports, read without running it. */
export function readModule(program: SyntaxNode, file: string, interpreter: Interpreter): unknown {
  const module: Record<string, unknown> = { exports: {} }
  const folder = file.replace(/[\\/][^\\/]*$/, '')
  const scope: Scope = {
    names: new Map<string, unknown>([
      ['module', module],
      ['exports', module.exports],
      ['require', (specifier: unknown) => interpreter.load(String(specifier), file)],
      ['__filename', file],
      ['__dirname', folder],
    ]),
    outer: undefined,
    activation: { file, callers: [], self: undefined, interpreter },
  }
  const statements = children(program, 'body')
  for (const statement of statements) {
    if (statement.type === 'ImportDeclaration') bindImports(statement, scope)
  }
  drive(runStatements(statements, scope))
  const { exports } = module
  if (!statements.some(({ type }) => type.startsWith('Export'))) return exports
  const made = isPlainObject(exports) ? exports : {}
  for (const statement of statements) drive(collectExports(statement, scope, made))
  return made
}

function* runStatements(statements: readonly SyntaxNode[], scope: Scope): Steps {
  yield* executeAll(statements, scope)
  return undefined
}

function bindImports(statement: SyntaxNode, scope: Scope): void {
  const { interpreter, file } = scope.activation
  if (textOf(statement, 'importKind') === 'type') return
  const specifier = nameOf(child(statement, 'source'))
  const specifiers = children(statement, 'specifiers')
  if (specifiers.length === 0) return
  const exported = interpreter.load(specifier, file)
  for (const each of specifiers) {
    const name = nameOf(child(each, 'local'))
    if (each.type === 'ImportSpecifier') {
      scope.names.set(name, memberOf(exported, nameOf(child(each, 'imported'))))
    } else {
      const isWhole = each.type === 'ImportNamespaceSpecifier' || !isPlainObject(exported)
      const whole = isWhole || !Object.hasOwn(exported, 'default') ? exported : exported.default
      scope.names.set(name, whole)
    }
  }
}

function* collectExports(statement: SyntaxNode, scope: Scope, exports: Record<string, unknown>): Steps {
  const { interpreter, file } = scope.activation
  const valueNamed = (name: string): unknown => lookUp(scope, name)?.value
  const declaration = child(statement, 'declaration')
  if (statement.type === 'ExportDefaultDeclaration' && declaration !== undefined) {
    exports.default =
      declaration.type === 'FunctionDeclaration'
        ? closureOf(declaration, scope)
        : yield* evaluate(declaration, scope)
  } else if (statement.type === 'ExportAllDeclaration') {
    const all = interpreter.load(nameOf(child(statement, 'source')), file)
    if (isPlainObject(all)) Object.assign(exports, { ...all, default: exports.default })
  } else if (statement.type === 'ExportNamedDeclaration') {
    const source = child(statement, 'source')
    const from = source === undefined ? undefined : interpreter.load(nameOf(source), file)
    for (const each of children(statement, 'specifiers')) {
      const local = nameOf(child(each, 'local'))
      exports[nameOf(child(each, 'exported'))] =
        source === undefined ? valueNamed(local) : memberOf(from, local)
    }
    for (const name of declaredNames(declaration)) exports[name] = valueNamed(name)
  }
  return undefined
}

function declaredNames(declaration: SyntaxNode | undefined): readonly string[] {
  if (declaration === undefined) return []
  const ids = [declaration, ...children(declaration, 'declarations')].map(each => child(each, 'id'))
  return ids.flatMap(id => {
    if (id?.type !== 'ObjectPattern') return [nameOf(id)].filter(name => name !== '')
    return children(id, 'properties').map(property => nameOf(child(property, 'value')))
  })
}

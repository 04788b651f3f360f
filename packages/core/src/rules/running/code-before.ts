import type { CodeFile } from '../../migration/migration.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext, Problems, Rule } from '../rule.ts'
import { fileInWords } from '../wording/file-in-words.ts'
import { listWords } from '../wording/list-words.ts'

const oneLower = { error: 'warning', warning: 'info', info: 'info' } as const

/** What a rule asks of the rows, where code that no rule looks at runs between them and the script. */
export function whereCodeRunsBefore(
  problems: Problems,
  { id, category, severity }: Rule,
  { migration, direction }: OperationContext,
): Problems {
  const codeBefore = (migration.codeBefore ?? []).filter(({ phase }) => phase === undefined)
  if (problems === undefined || codeBefore.length === 0) return problems
  if (category !== 'data-dependent' || direction === 'down') return problems
  const list = 'message' in problems ? [problems] : problems
  return list.map(problem => {
    const filled = asksForNull.has(id) ? whoFillsNull(problem, codeBefore) : undefined
    return filled === undefined
      ? {
          ...problem,
          message: `${problem.message} ${whatMaySeeToIt(problem, codeBefore)}`,
          severity: oneLower[problem.severity ?? severity],
        }
      : {
          ...problem,
          message: `${problem.message} ${filled}`,
          instead: 'Nothing, if it runs each time, and before the script.',
          severity: 'info',
        }
  })
}

/** Rules that ask for rows with NULL in the column that they name. */
const asksForNull: ReadonlySet<string> = new Set(['set-not-null', 'sqlite-not-null-rebuild'])

/** `UPDATE studios SET name = 'NULL' WHERE name IS NULL`, of each such row. */
function whoFillsNull({ objects = [] }: Problem, code: readonly CodeFile[]): string | undefined {
  const [object = '', ...more] = objects
  const [column = '', table = ''] = plainNames(object).toReversed()
  if (more.length > 0 || table === '' || column === '') return undefined
  const [file] = code.flatMap(({ file: name, source }) => {
    const set = `\\bupdate\\s+${named(table)}\\s+set\\s+${named(column)}\\s*=\\s*`
    const value = `(?!null\\b)(?:'[^']*'|[\\w?$:%]+)`
    const filling = new RegExp(
      `${set}${value}\\s+where\\s+${named(column)}\\s+is\\s+null\\s*(?:[;"'\`]|$)`,
      'im',
    )
    const place = source.search(filling)
    return place === -1 ? [] : [{ name, line: lineAt(source, place) }]
  })
  return (
    file &&
    `${fileInWords(file.name)}, which runs before it, gives each such row a value in line ${file.line}.`
  )
}

function whatMaySeeToIt({ objects = [] }: Problem, code: readonly CodeFile[]): string {
  const changing = code.flatMap(({ file, source }) =>
    objects.flatMap(object => {
      const line = lineOfChange(source, object)
      return line === undefined
        ? []
        : [
            `${fileInWords(file)}, which runs before it, changes ${object} in line ${line}: that may see to it.`,
          ]
    }),
  )
  const [first] = changing
  if (first !== undefined) return first
  const isOne = code.length === 1
  return `${listWords(code.map(({ file }) => fileInWords(file)))}, which ${isOne ? 'runs' : 'run'} before it and ${isOne ? 'was' : 'were'} not read, may see to that.`
}

/** Where code has SQL that writes into the column, or changes or deletes rows of the table. */
function lineOfChange(source: string, object: string): number | undefined {
  const names = plainNames(object)
  const last = names.at(-1) ?? ''
  const before = names.at(-2)
  if (last === '') return undefined
  const patterns = [
    `\\bupdate\\s+${named(last)}\\s+set\\b`,
    `\\bdelete\\s+from\\s+${named(last)}(?!\\w)`,
    ...(before === undefined
      ? []
      : [`\\bupdate\\s+${named(before)}\\s+set\\s[^;]{0,200}?\\b${last}${quote}\\s*=`]),
  ]
  const places = patterns.map(pattern => source.search(new RegExp(pattern, 'i'))).filter(place => place >= 0)
  return places.length === 0 ? undefined : lineAt(source, Math.min(...places))
}

const quote = '["`\\[\\]]?'

/** With or without a schema, quoted or not. */
function named(name: string): string {
  return `(?:[\\w"\`\\[\\]]+\\.)?${quote}${name}${quote}`
}

function plainNames(object: string): readonly string[] {
  return object.split('.').map(name => name.replace(/[^\w]/g, ''))
}

function lineAt(source: string, place: number): number {
  return source.slice(0, place).split('\n').length
}

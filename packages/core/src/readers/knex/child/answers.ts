import { unknownType } from '../../../operations/unknown-text.ts'
import type { SchemaQuestion } from '../protocol.ts'
import type { Ask } from './ask.ts'
import { rowsOfCatalogue } from './catalogue-rows.ts'
import type { CompiledQuery, Compiler, QueryCompiler } from './knex-internals.ts'
import { isRead, rowsChanged, rowsFound } from './rows-found.ts'
import { activity, choose } from './run.ts'
import { eachWay, rowsAboutSchema } from './schema-rows.ts'

/** What the database would answer, from the replayed schema where it is known, else each way in turn. */
export interface Answers {
  /** Gives a sent query the response that the driver would have given. */
  fillIn(dialect: string, query: CompiledQuery): Promise<CompiledQuery>
  answerSchemaQuestions(compiler: Compiler): void
  answerColumnInfo(compiler: QueryCompiler): void
  /** The query was sent by knex to learn about the schema, not by the migration. */
  isQuestion(query: CompiledQuery): boolean
}

export function createAnswers(ask: Ask): Answers {
  /** Queries, and the functions that knex hands their rows to: it copies the one, never the other. */
  const questions = new WeakSet<object>()

  async function isTrue(question: SchemaQuestion, wording: string): Promise<boolean> {
    const run = activity.getStore()?.run
    if (run === undefined) return false
    const { known } = await ask(question, run)
    // The schema changes under a migration, so that what is known is asked anew each time.
    if (known === 'yes' || known === 'no') {
      const answers = known === 'yes' ? ['true', 'false'] : ['false', 'true']
      const number = run.decisions.filter(({ about }) => about === 'known schema').length
      return answers[choose(run, `${number} ${wording}`, answers, 'known schema')] === 'true'
    }
    return choose(run, wording, ['false', 'true'], 'schema') === 1
  }

  function replaceOutput(query: CompiledQuery | undefined, answer: () => unknown): void {
    if (query === undefined) return
    query.output = answer
    questions.add(query).add(answer)
  }

  function isAnswered(query: CompiledQuery): boolean {
    return questions.has(query) || (query.output !== undefined && questions.has(query.output))
  }

  async function rowsOf(dialect: string, query: CompiledQuery): Promise<unknown[]> {
    const run = activity.getStore()?.run
    if (run === undefined) return []
    const catalogueRows = await rowsAboutSchema(query, run, ask)
    if (catalogueRows !== undefined) {
      questions.add(query)
      return catalogueRows
    }
    return (await rowsOfCatalogue(query, dialect, run, ask, isTrue)) ?? rowsFound(query, run)
  }

  return {
    isQuestion: query =>
      isAnswered(query) ||
      query.sql === 'SELECT 1' ||
      /^show (?:full )?fields from |KEY_COLUMN_USAGE AS KCU/.test(query.sql),

    async fillIn(dialect, query) {
      // Answers come at once, so that without a pause now and then no timer would ever go off.
      if ((activity.getStore()?.run.sent.length ?? 0) % 64 === 63) await new Promise(setImmediate)
      const run = activity.getStore()?.run
      const rows = isAnswered(query) ? [] : await rowsOf(dialect, query)
      const changed = (): number => rowsChanged(query, run)
      if (dialect === 'mysql') {
        const result = {
          insertId: 1,
          get affectedRows() {
            return changed()
          },
          get changedRows() {
            return changed()
          },
        }
        query.response = [rows.length > 0 || isRead(query) ? rows : result, []]
      } else if (dialect === 'sqlite3') {
        query.response = rows
        query.context = {
          lastID: 1,
          get changes() {
            return changed()
          },
        }
      } else {
        query.response = {
          command: commandOf(query),
          rows,
          get rowCount() {
            return isRead(query) ? rows.length : changed()
          },
          fields: [],
        }
      }
      return query
    },

    answerSchemaQuestions(compiler) {
      const { hasTable, hasColumn, schema } = compiler
      const qualified = (table: unknown): string =>
        schema === undefined ? String(table) : `${schema}.${String(table)}`
      compiler.hasTable = table => {
        if (hasTable !== undefined) Reflect.apply(hasTable, compiler, [table])
        replaceOutput(compiler.sequence.at(-1), () =>
          isTrue({ kind: 'table', table: qualified(table) }, `hasTable('${qualified(table)}')`),
        )
      }
      compiler.hasColumn = (table, column) => {
        if (hasColumn !== undefined) Reflect.apply(hasColumn, compiler, [table, column])
        replaceOutput(compiler.sequence.at(-1), () =>
          isTrue(
            { kind: 'column', table: qualified(table), column: String(column) },
            `hasColumn('${qualified(table)}', '${String(column)}')`,
          ),
        )
      }
    },

    answerColumnInfo(compiler) {
      const { columnInfo } = compiler
      if (columnInfo === undefined) return
      compiler.columnInfo = () => {
        const query: CompiledQuery = Reflect.apply(columnInfo, compiler, [])
        const table = String(compiler.single?.table)
        const wanted = compiler.single?.columnInfo
        replaceOutput(query, async () => {
          const run = activity.getStore()?.run
          if (run === undefined) return {}
          const answer = await ask({ kind: 'columns', table }, run)
          const known = answer.known === 'columns' ? answer.columns : undefined
          const info = Object.fromEntries(
            (known ?? []).map(column => [
              column.name,
              {
                type: column.type,
                maxLength: column.maxLength,
                nullable: column.nullable,
                defaultValue: column.default,
              },
            ]),
          )
          if (typeof wanted === 'string') {
            return info[wanted] ?? { type: unknownType, maxLength: null, nullable: true, defaultValue: null }
          }
          return known === undefined && answer.known !== 'no' ? eachWay(run, table) : info
        })
        return query
      }
    },
  }
}

/** As PostgreSQL's driver tells it: a `WITH` is what its last part is. */
function commandOf({ method, sql }: CompiledQuery): string {
  if (method === 'insert' || method === 'update') return method.toUpperCase()
  if (method === 'del') return 'DELETE'
  const verb = /^\s*(\w{1,20})/.exec(sql)?.[1]?.toUpperCase() ?? 'SELECT'
  return verb === 'WITH' || verb === 'VALUES' ? 'SELECT' : verb
}

/** The parts of knex that recording hooks into; the same from knex 0.95 to 3.3. Nothing else here knows their shape. */

export interface CompiledQuery {
  sql: string
  bindings?: unknown
  method?: string
  returning?: unknown
  response?: unknown
  context?: unknown
  output?: (this: unknown, response: unknown) => unknown
  statementsProducer?: (pragma: unknown, connection: unknown) => unknown
}

export interface SequenceItem {
  readonly method?: string
  readonly grouping?: string
  args?: unknown[]
  builder?: ColumnBuilder
}

export interface SchemaBuilder {
  _sequence: SequenceItem[]
  toSQL(): unknown
}

export interface TableBuilder {
  _statements: SequenceItem[]
  readonly _method: string
  readonly _tableName: string
}

export interface ColumnBuilder {
  readonly _method: string
  readonly _args: readonly unknown[]
  /** What `.defaultTo(…)` and its like were given, by their names. */
  readonly _modifiers?: Readonly<Record<string, unknown>>
}

export interface ColumnCompiler {
  readonly columnBuilder: ColumnBuilder
  toSQL(): CompiledQuery[]
}

export interface Compiler {
  sequence: CompiledQuery[]
  readonly tableNameRaw?: string
  readonly schema?: string
  grouped?: { readonly columns?: readonly SequenceItem[] }
  hasTable?(table: unknown): void
  hasColumn?(table: unknown, column: unknown): void
  renameColumn?(from: unknown, to: unknown): unknown
  createQuery?(...args: readonly unknown[]): unknown
  comment?(...args: readonly unknown[]): unknown
  addColumns?(columns: unknown, prefix: string, compilers?: readonly ColumnCompiler[]): void
  _addColumn?(compiler: ColumnCompiler): void
}

export interface QueryCompiler {
  readonly single?: { readonly table?: unknown; readonly columnInfo?: unknown }
  columnInfo?(): CompiledQuery
  toSQL(method?: string, timeZone?: string): CompiledQuery
}

export interface QueryBuilder {
  readonly _method?: string
  readonly _single?: Record<string, unknown>
  /** Conditions, columns, joins and the like, each with its fields. */
  readonly _statements?: readonly Record<string, unknown>[]
  toSQL(method?: string, timeZone?: string): unknown
}

export interface Runner {
  builder: object
  run(): Promise<unknown>
  query(query: CompiledQuery): Promise<unknown>
}

export interface KnexClient {
  config: Record<string, unknown>
  connectionSettings?: unknown
  readonly dialect: string
  readonly driverName: string
  readonly transacting?: boolean
  acquireConnection(): Promise<unknown>
  releaseConnection(connection: unknown): Promise<void>
  initializeDriver(): void
  initializePool(): void
  database(): string
  query(connection: unknown, query: CompiledQuery | string): Promise<unknown>
  _query(connection: unknown, query: CompiledQuery): Promise<unknown>
  processResponse(query: CompiledQuery, runner: unknown): unknown
  _stream(connection: unknown, query: CompiledQuery, stream: NodeJS.WritableStream): Promise<unknown>
  positionBindings(sql: string): string
  prepBindings(bindings: unknown): unknown
  _escapeBinding(value: unknown, context: object): string
  transaction(...args: unknown[]): object
  runner(builder: object): Runner
  schemaBuilder(): SchemaBuilder
  tableBuilder(...args: unknown[]): TableBuilder
  schemaCompiler(builder: SchemaBuilder): Compiler
  tableCompiler(builder: TableBuilder): Compiler
  columnCompiler(table: Compiler, builder: ColumnBuilder): ColumnCompiler
  queryBuilder(): QueryBuilder
  queryCompiler(builder: QueryBuilder, formatter?: unknown): QueryCompiler
  raw(...args: unknown[]): object
  ddl(compiler: Compiler, pragma: unknown, connection: unknown): object
}

export type KnexClientClass = new (config: Record<string, unknown>) => KnexClient

export interface KnexInstance {
  (table?: unknown): unknown
  readonly client: KnexClient
  transaction(container: (transaction: KnexTransaction) => unknown): Promise<unknown>
}

export interface KnexTransaction extends KnexInstance {
  commit(value?: unknown): unknown
}

export type KnexFactory = (config: Record<string, unknown>) => KnexInstance

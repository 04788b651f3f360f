/** Sends one query; what it gives back is what the driver of the database would. */
export type Send = (sql: string, bindings: readonly unknown[]) => Promise<unknown>

/** What a migration says of a column. Nothing checks it: it is text as the migration has written it. */
export interface ColumnSpec {
  type: string
  readonly length?: unknown
  readonly precision?: unknown
  readonly scale?: unknown
  readonly primaryKey?: unknown
  readonly autoIncrement?: unknown
  readonly notNull?: unknown
  readonly null?: unknown
  readonly unique?: unknown
  readonly unsigned?: unknown
  readonly defaultValue?: unknown
  readonly onUpdate?: unknown
  readonly characterSet?: unknown
  readonly collation?: unknown
  readonly after?: unknown
  readonly comment?: unknown
  readonly using?: unknown
  readonly foreignKey?: ForeignKeySpec
  timezone?: boolean
}

interface ForeignKeySpec {
  readonly name: string
  readonly table: string
  readonly mapping: string | Readonly<Record<string, string>>
  readonly rules?: ForeignKeyRules
}

export interface ForeignKeyRules {
  readonly onDelete?: string
  readonly onUpdate?: string
}

/** `later`: what is sent once the statement has been. */
export interface ColumnText {
  readonly text: string
  readonly later: readonly (() => Promise<unknown>)[]
}

export interface ConstraintOptions {
  readonly emitPrimaryKey?: boolean
}

/** What all drivers of db-migrate share, in its words and with its mistakes (db-migrate-base 2.3.1, index.js). */
export abstract class Driver {
  protected readonly nameQuote: string = '"'
  protected readonly textQuote: string = "'"
  protected readonly send: Send

  constructor(send: Send) {
    this.send = send
  }

  protected abstract columnText(
    name: string,
    spec: ColumnSpec,
    options: ConstraintOptions,
    table: string,
  ): ColumnText
  abstract runSql(...args: unknown[]): Promise<unknown>
  abstract all(...args: unknown[]): Promise<unknown>
  abstract renameTable(table: string, to: string): Promise<unknown>

  createTable(table: string, options: Record<string, unknown>): Promise<unknown> {
    const isWhole = options.columns !== undefined
    const given = (isWhole ? options.columns : options) as Readonly<Record<string, ColumnSpec | string>>
    const specs = Object.entries(given).map(([name, spec]) => [name, specOf(spec)] as const)
    const keys = specs.filter(([, spec]) => spec.primaryKey)
    const keyText =
      keys.length > 1 ? `, PRIMARY KEY (${keys.map(([name]) => this.quoted(name)).join(', ')})` : ''
    const columns = specs.map(([name, spec]) =>
      this.columnText(name, spec, { emitPrimaryKey: keys.length === 1 }, table),
    )
    const ifNotExists = isWhole && options.ifNotExists ? 'IF NOT EXISTS' : ''
    const list = columns.map(({ text }) => text).join(', ')
    const sql = `CREATE TABLE ${ifNotExists} ${this.quoted(table)} (${list}${keyText}) ${this.tableOptions(options)}`
    return this.runSql(sql).then(() => inTurn(columns.flatMap(({ later }) => later)))
  }

  dropTable(table: string, options: { readonly ifExists?: unknown } = {}): Promise<unknown> {
    return this.runSql(`DROP TABLE ${options.ifExists ? 'IF EXISTS' : ''} ${this.quoted(table)}`)
  }

  addColumn(table: string, name: string, given: ColumnSpec | string): Promise<unknown> {
    const { text, later } = this.columnText(name, specOf(given), {}, table)
    return this.runSql(`ALTER TABLE ${this.quoted(table)} ADD COLUMN ${text} `).then(() => inTurn(later))
  }

  addIndex(table: string, name: string, columns: unknown, unique?: unknown): Promise<unknown> {
    const list = (Array.isArray(columns) ? columns : [columns]).map(column => this.quoted(column)).join(', ')
    return this.runSql(`CREATE ${unique ? 'UNIQUE' : ''} INDEX "${name}" ON "${table}" (${list})`)
  }

  removeIndex(tableOrName: string, name: string = tableOrName): Promise<unknown> {
    return this.runSql(`DROP INDEX "${name}"`)
  }

  /** The names of the columns and a value for each; or, on some, an object with both. */
  insert(table: string, columns: unknown, values: unknown = columns): Promise<unknown> {
    const names: Readonly<Record<string, unknown>> =
      values === columns
        ? Object.fromEntries(Object.keys(Object(columns)).map(name => [name, name]))
        : (columns as Record<string, unknown>)
    if (lengthOf(values === columns ? undefined : columns) !== lengthOf(values)) {
      return Promise.reject(new Error('The number of columns does not match the number of values.'))
    }
    const keys = Object.keys(names)
    const row = (of: unknown): string =>
      `(${keys.map(key => this.valueText(Reflect.get(Object(of), key))).join(',')})`
    const isList = Array.isArray(values) && typeof values[0] === 'object'
    const rows = isList ? values.map(row).join(',') : row(values)
    const list = keys.map(key => this.quoted(names[key])).join(',')
    return this.runSql(`INSERT INTO ${this.quoted(table)} (${list}) VALUES ${rows};`)
  }

  removeColumn(_table: string, _column: string): Promise<unknown> {
    throw new Error('not implemented')
  }

  renameColumn(_table: string, _from: string, _to: string): Promise<unknown> {
    throw new Error('not implemented')
  }

  changeColumn(_table: string, _column: string, _spec: ColumnSpec): Promise<unknown> {
    throw new Error('not implemented')
  }

  addForeignKey(
    _table: string,
    _target: string,
    _name: string,
    _columns: Readonly<Record<string, string>>,
    _rules?: ForeignKeyRules,
  ): Promise<unknown> {
    throw new Error('not implemented')
  }

  removeForeignKey(_table: string, _name: string, _options?: unknown): Promise<unknown> {
    throw new Error('not implemented')
  }

  escape(text: string): string {
    return this.textQuote === "'" ? text.replaceAll("'", "''") : text.replaceAll('"', '"""')
  }

  escapeString(text: string): string {
    return this.textQuote + this.escape(text) + this.textQuote
  }

  escapeDDL(name: unknown): string {
    return this.quoted(name)
  }

  protected tableOptions(_options: Record<string, unknown>): string {
    return ''
  }

  protected quoted(name: unknown): string {
    return `${this.nameQuote}${String(name)}${this.nameQuote}`
  }

  protected typeText(type: string): string {
    return types[type] ?? type.toUpperCase()
  }

  /** Of the columns that have a key of their own. */
  protected foreignKeysOf(table: string, column: string, { foreignKey }: ColumnSpec): ColumnText['later'] {
    if (!foreignKey) return []
    const { name, table: target, mapping, rules } = foreignKey
    const columns = typeof mapping === 'string' ? { [column]: mapping } : mapping
    return [() => this.addForeignKey(table, target, name, columns, rules)]
  }

  private valueText(value: unknown): string {
    return typeof value === 'string' ? this.escapeString(value) : String(value)
  }
}

/** Of db-migrate-shared 1.2.0, data_type.js. */
export const dataTypes: Readonly<Record<string, string>> = {
  CHAR: 'char',
  STRING: 'string',
  TEXT: 'text',
  SMALLINT: 'smallint',
  BIGINT: 'bigint',
  INTEGER: 'int',
  SMALL_INTEGER: 'smallint',
  BIG_INTEGER: 'bigint',
  REAL: 'real',
  DATE: 'date',
  DATE_TIME: 'datetime',
  TIME: 'time',
  BLOB: 'blob',
  TIMESTAMP: 'timestamp',
  BINARY: 'binary',
  BOOLEAN: 'boolean',
  DECIMAL: 'decimal',
}

const types: Readonly<Record<string, string>> = { string: 'VARCHAR', int: 'INTEGER', datetime: 'INTEGER' }

/** `{ raw: 'now()' }` and `{ special: 'CURRENT_TIMESTAMP' }` are written as they are, where a driver knows of them. */
export function defaultText(value: unknown, textQuote: string): string {
  if (typeof value === 'string') return textQuote + value + textQuote
  if (value === null) throw new TypeError("Cannot read properties of null (reading 'prep')")
  const raw: unknown = Reflect.get(Object(value), 'raw')
  if (raw) return String(raw)
  const special = specialOf(value)
  if (special && special !== 'CURRENT_TIMESTAMP') throw new TypeError('this.super is not a function')
  return String(special ?? value)
}

export function specialOf(value: unknown): unknown {
  return Reflect.get(Object(value), 'special')
}

export function lengthText({ length }: ColumnSpec): string {
  return length ? `(${String(length)})` : ''
}

function specOf(given: ColumnSpec | string): ColumnSpec {
  return typeof given === 'string' ? { type: given } : given
}

/** The last first, and none waits for another. */
function inTurn(steps: ColumnText['later']): Promise<unknown> {
  return Promise.all(steps.toReversed().map(step => step()))
}

function lengthOf(value: unknown): unknown {
  return Reflect.get(Object(value), 'length')
}

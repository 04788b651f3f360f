import {
  type ColumnSpec,
  type ColumnText,
  type ConstraintOptions,
  Driver,
  type ForeignKeyRules,
  lengthText,
  type Send,
  specialOf,
} from './driver.ts'

/** The type of a column as the server tells it: `varchar(20)`. */
export type TypeOf = (table: string, column: string) => Promise<string>

/** db-migrate-mysql 3.0.0, index.js. */
export class MysqlDriver extends Driver {
  protected override readonly nameQuote: string = '`'
  private readonly typeOf: TypeOf

  constructor(send: Send, typeOf: TypeOf) {
    super(send)
    this.typeOf = typeOf
  }

  async runSql(sql: unknown, ...bindings: unknown[]): Promise<unknown> {
    const [first] = bindings
    const result = await this.send(String(sql), Array.isArray(first) ? first : bindings)
    return Reflect.get(Object(result), 0)
  }

  all(sql: unknown, ...bindings: unknown[]): Promise<unknown> {
    return this.runSql(sql, ...bindings)
  }

  renameTable(table: string, to: string): Promise<unknown> {
    return this.runSql(`RENAME TABLE \`${table}\` TO \`${to}\``)
  }

  override removeColumn(table: string, column: string): Promise<unknown> {
    return this.runSql(`ALTER TABLE \`${table}\` DROP COLUMN \`${column}\``)
  }

  /** It asks the server for the type, and for nothing else of the column. */
  override async renameColumn(table: string, from: string, to: string): Promise<unknown> {
    const type = await this.typeOf(table, from)
    return this.runSql(`ALTER TABLE \`${table}\` CHANGE \`${from}\` \`${to}\` ${type}`)
  }

  override async changeColumn(table: string, column: string, spec: ColumnSpec): Promise<unknown> {
    const { text, later } = this.columnText(column, spec, {}, table)
    if (spec.unique === false) await this.removeIndex(table, column)
    await this.runSql(`ALTER TABLE \`${table}\` CHANGE COLUMN \`${column}\` ${text}`)
    return Promise.all(later.map(step => step()))
  }

  override addIndex(table: string, name: string, columns: unknown, unique?: unknown): Promise<unknown> {
    const list = (Array.isArray(columns) ? columns : [columns]).map(partText).join(', ')
    return this.runSql(`ALTER TABLE \`${table}\` ADD ${unique ? 'UNIQUE ' : ''} INDEX \`${name}\` (${list})`)
  }

  override removeIndex(table: string, name?: string): Promise<unknown> {
    return name === undefined
      ? Promise.reject(new Error('Illegal arguments, must provide "tableName" and "indexName"'))
      : this.runSql(`DROP INDEX \`${name}\` ON \`${table}\``)
  }

  override addForeignKey(
    table: string,
    target: string,
    name: string,
    columns: Readonly<Record<string, string>>,
    rules: ForeignKeyRules = {},
  ): Promise<unknown> {
    const own = Object.keys(columns).map(column => this.quoted(column))
    const others = Object.values(columns).map(column => this.quoted(column))
    return this.runSql(
      `ALTER TABLE \`${table}\` ADD CONSTRAINT \`${name}\` FOREIGN KEY (${own.join(', ')}) REFERENCES \`${target}\` (${others.join(', ')}) ON DELETE ${rules.onDelete || 'NO ACTION'} ON UPDATE ${rules.onUpdate || 'NO ACTION'}`,
    )
  }

  override async removeForeignKey(table: string, name: string, options?: unknown): Promise<unknown> {
    await this.runSql(`ALTER TABLE \`${table}\` DROP FOREIGN KEY \`${name}\``)
    const isToo = Reflect.get(Object(options), 'dropIndex') === true
    return isToo ? this.runSql(`ALTER TABLE \`${table}\` DROP INDEX \`${name}\``) : undefined
  }

  protected override tableOptions(options: Record<string, unknown>): string {
    const { columns, engine, rowFormat, collate, charset } = options
    if (!columns) return ''
    return [
      ...(isText(engine) ? [`ENGINE ${engine}`] : []),
      ...(isText(rowFormat) ? [`ROW_FORMAT ${rowFormat}`] : []),
      ...(isText(collate) ? [`COLLATE '${collate}'`] : []),
      ...(isText(charset) ? [`CHARACTER SET ${charset}`] : []),
    ].join(' ')
  }

  protected override typeText(type: string): string {
    if (type === 'datetime') return 'DATETIME'
    return type === 'boolean' ? 'TINYINT(1)' : super.typeText(type)
  }

  protected override columnText(
    name: string,
    spec: ColumnSpec,
    options: ConstraintOptions,
    table: string,
  ): ColumnText {
    const isKey = spec.primaryKey && (Object.keys(options).length === 0 || options.emitPrimaryKey)
    const { characterSet, collation, onUpdate, defaultValue, after, comment } = spec
    const constraints = [
      ...(spec.unsigned ? ['UNSIGNED'] : []),
      ...(characterSet ? [`CHARACTER SET ${String(characterSet)}`] : []),
      ...(collation ? [`COLLATE ${String(collation)}`] : []),
      ...(isKey ? ['PRIMARY KEY'] : []),
      ...(spec.autoIncrement ? ['AUTO_INCREMENT'] : []),
      ...(spec.notNull === true ? ['NOT NULL'] : []),
      ...(spec.unique ? ['UNIQUE'] : []),
      ...(isText(onUpdate) && onUpdate.startsWith('CURRENT_TIMESTAMP') ? [`ON UPDATE ${onUpdate}`] : []),
      ...(spec.null || spec.notNull === false ? ['NULL'] : []),
      ...(defaultValue === undefined ? [] : ['DEFAULT', defaultOf(defaultValue)]),
      ...(after === undefined ? [] : [`AFTER ${String(after)}`]),
      ...(comment ? [`COMMENT '${String(comment)}'`] : []),
    ]
    const text = [this.quoted(name), ...this.typeParts(spec), constraints.join(' ')].join(' ')
    return { text, later: this.foreignKeysOf(table, name, spec) }
  }

  private typeParts(spec: ColumnSpec): readonly (string | undefined)[] {
    const { type, precision, scale } = spec
    if (type === 'text' || type === 'blob') return [sized(spec), undefined]
    const mapped = this.typeText(type)
    if (type === 'decimal') {
      return [mapped, precision && scale ? `(${String(precision)},${String(scale)})` : undefined]
    }
    return [mapped, lengthText(spec) || (mapped === 'VARCHAR' ? '(255)' : '')]
  }
}

function sized({ type, length }: ColumnSpec): string {
  const most = Number.parseInt(String(length), 10) || 1000
  const size = most > 16777216 ? 'LONG' : most > 65536 ? 'MEDIUM' : most > 256 ? '' : 'TINY'
  return size + type.toUpperCase()
}

function defaultOf(value: unknown): string {
  if (value === null) return 'NULL'
  if (specialOf(value)) throw new TypeError("Cannot read properties of undefined (reading 'special')")
  return isText(value) && !value.startsWith('CURRENT_TIMESTAMP') ? `'${value}'` : String(value)
}

function partText(column: unknown): string {
  if (typeof column === 'string') return `\`${column}\``
  const name: unknown = Reflect.get(Object(column), 'name')
  const length: unknown = Reflect.get(Object(column), 'length')
  if (!name) throw new Error('Invalid column specification')
  return `\`${String(name)}\`${length ? `(${Number.parseInt(String(length), 10)})` : ''}`
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

import {
  type ColumnSpec,
  type ColumnText,
  type ConstraintOptions,
  Driver,
  defaultText,
  type ForeignKeyRules,
  lengthText,
} from './driver.ts'

/** db-migrate-pg 1.5.2, index.js. */
export class PostgresDriver extends Driver {
  async runSql(sql: unknown, ...bindings: unknown[]): Promise<unknown> {
    return this.send(bindings.length === 0 ? String(sql) : numbered(String(sql)), bindings.flat())
  }

  async all(sql: unknown, ...bindings: unknown[]): Promise<unknown> {
    const result = await this.send(String(sql), bindings.flat())
    return Reflect.get(Object(result), 'rows')
  }

  override insert(table: string, columns: unknown, values?: unknown): Promise<unknown> {
    if (!Array.isArray(columns)) throw new TypeError('arguments[index].map is not a function')
    return super.insert(table, columns, Array.isArray(values) ? values.map(asText) : values)
  }

  renameTable(table: string, to: string): Promise<unknown> {
    return this.runSql(`ALTER TABLE "${table}" RENAME TO "${to}"`)
  }

  override removeColumn(table: string, column: string): Promise<unknown> {
    return this.runSql(`ALTER TABLE "${table}" DROP COLUMN "${column}"`)
  }

  override renameColumn(table: string, from: string, to: string): Promise<unknown> {
    return this.runSql(`ALTER TABLE "${table}" RENAME COLUMN "${from}" TO "${to}"`)
  }

  override async changeColumn(table: string, column: string, spec: ColumnSpec): Promise<unknown> {
    const { notNull, unique, defaultValue, type, using } = spec
    const change = (text: string): Promise<unknown> => this.runSql(`ALTER TABLE "${table}" ${text}`)
    await change(`ALTER COLUMN "${column}" ${notNull === true ? 'SET' : 'DROP'} NOT NULL`)
    const name = `${table}_${column}_key`
    if (unique === true) await change(`ADD CONSTRAINT "${name}" UNIQUE ("${column}")`)
    if (unique === false) await change(`DROP CONSTRAINT "${name}"`)
    const value = typeof defaultValue === 'string' ? `'${defaultValue}'` : String(defaultValue)
    await change(
      `ALTER COLUMN "${column}" ${defaultValue === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`,
    )
    if (type === undefined) return undefined
    const mapped = this.typeText(type)
    const conversion = using === undefined ? `USING "${column}"::${mapped}` : String(using)
    return change(`ALTER COLUMN "${column}" TYPE ${mapped} ${lengthText(spec)} ${conversion}`)
  }

  override addForeignKey(
    table: string,
    target: string,
    name: string,
    columns: Readonly<Record<string, string>>,
    rules?: ForeignKeyRules,
  ): Promise<unknown> {
    const own = Object.keys(columns).map(column => `"${column}"`)
    const others = Object.values(columns).map(column => `"${column}"`)
    return this.runSql(
      `ALTER TABLE "${table}" ADD CONSTRAINT "${name}" FOREIGN KEY (${own.join(', ')}) REFERENCES "${target}" (${others.join(', ')}) ON DELETE ${rules?.onDelete || 'NO ACTION'} ON UPDATE ${rules?.onUpdate || 'NO ACTION'}`,
    )
  }

  override removeForeignKey(table: string, name: string): Promise<unknown> {
    return this.runSql(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`)
  }

  protected override typeText(type: string): string {
    if (type === 'datetime') return 'TIMESTAMP'
    return type === 'blob' ? 'BYTEA' : super.typeText(type)
  }

  protected override columnText(
    name: string,
    given: ColumnSpec,
    options: ConstraintOptions,
    table: string,
  ): ColumnText {
    const zoned = /^(time|timestamp)tz$/.exec(given.type)?.[1]
    const spec = zoned === undefined ? given : { ...given, type: zoned, timezone: true }
    const isSerial = Boolean(spec.primaryKey && spec.autoIncrement)
    const constraints = [
      ...(spec.timezone ? ['WITH TIME ZONE'] : []),
      ...(isSerial ? [spec.type === 'bigint' ? 'BIGSERIAL' : 'SERIAL'] : []),
      ...(spec.primaryKey && options.emitPrimaryKey ? ['PRIMARY KEY'] : []),
      ...(spec.notNull === true ? ['NOT NULL'] : []),
      ...(spec.unique ? ['UNIQUE'] : []),
      ...(spec.defaultValue === undefined ? [] : ['DEFAULT', defaultText(spec.defaultValue, "'")]),
    ]
    const comment = (): Promise<unknown> =>
      this.runSql(`COMMENT on COLUMN ${table}.${name} IS '${String(spec.comment)}'`)
    return {
      text: [
        name.startsWith('"') ? name : `"${name}"`,
        isSerial ? '' : this.typeText(spec.type),
        lengthText(spec),
        constraints.join(' '),
      ].join(' '),
      later: [...this.foreignKeysOf(table, name, spec), ...(spec.comment ? [comment] : [])],
    }
  }
}

function asText(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

/** With anything beside the text, be it undefined, each question mark becomes a number. */
function numbered(sql: string): string {
  let number = 0
  return sql.replaceAll('?', () => `$${++number}`)
}

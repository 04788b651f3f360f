import { asWritten, type KnownType, size, sized, spelled, withRest } from './type-spelling.ts'

/** liquibase-standard 5, liquibase.datatype.core. */
export const numberTypes: readonly KnownType[] = [
  {
    names: ['bigint', 'biginteger', 'long', 'integer8', 'bigserial', 'serial8', 'int8'],
    postgres: withRest('BIGINT'),
    mysql: withRest('BIGINT'),
    sqlite: sized('BIGINT'),
  },
  {
    names: ['int', 'integer', 'serial', 'int4', 'serial4'],
    postgres: spelled('INTEGER'),
    mysql: withRest('INT'),
    sqlite: spelled('INTEGER'),
  },
  {
    names: ['smallint', 'int2', 'smallserial'],
    postgres: spelled('SMALLINT'),
    mysql: withRest('SMALLINT'),
    sqlite: sized('SMALLINT'),
  },
  { names: ['mediumint'], postgres: asWritten, mysql: withRest('MEDIUMINT'), sqlite: asWritten },
  { names: ['tinyint'], postgres: spelled('SMALLINT'), mysql: asWritten, sqlite: asWritten },
  {
    names: ['boolean', 'bool', 'bit'],
    postgres: type => (type.name === 'bit' ? `BIT${size(type)}` : 'BOOLEAN'),
    mysql: type =>
      type.name === 'bit' && !['', '(1)'].includes(size(type)) ? `BIT${size(type)}` : 'TINYINT(1)',
    mariadb: type => (type.name === 'bit' ? `BIT${size(type)}` : 'TINYINT(1)'),
    sqlite: spelled('BOOLEAN'),
  },
  {
    names: ['currency', 'money', 'smallmoney'],
    postgres: spelled('DECIMAL'),
    mysql: spelled('DECIMAL'),
    sqlite: spelled('REAL'),
  },
  {
    names: ['decimal', 'bigdecimal'],
    postgres: sized('DECIMAL'),
    mysql: sized('DECIMAL'),
    sqlite: sized('DECIMAL'),
  },
  {
    names: ['number', 'numeric'],
    postgres: sized('NUMERIC'),
    mysql: sized('NUMERIC'),
    sqlite: sized('NUMERIC'),
  },
  {
    names: ['double'],
    postgres: spelled('DOUBLE PRECISION'),
    mysql: ({ parameters, rest }) =>
      `DOUBLE${parameters.length > 1 ? `(${parameters.join(', ')})` : ''} ${rest}`.trim(),
    sqlite: sized('DOUBLE'),
  },
  {
    names: ['float', 'real'],
    postgres: type => (type.raw === 'real' ? 'REAL' : `FLOAT${size(type)}`),
    mysql: type => (type.raw === 'real' ? 'REAL' : `FLOAT${size(type)}`),
    sqlite: sized('FLOAT'),
  },
]

import {
  asChar,
  asWritten,
  firstOf,
  type KnownType,
  size,
  sized,
  spelled,
  timezone,
} from './type-spelling.ts'

/** liquibase-standard 5, liquibase.datatype.core. */
export const textAndTimeTypes: readonly KnownType[] = [
  {
    names: [
      'blob',
      'longblob',
      'longvarbinary',
      'varbinary',
      'binary',
      'image',
      'tinyblob',
      'mediumblob',
      'long binary',
      'long varbinary',
    ],
    postgres: ({ name }) => (name === 'blob' ? 'OID' : 'BYTEA'),
    mysql: type =>
      type.name === 'varbinary' || type.name === 'binary'
        ? asWritten(type)
        : firstOf(['blob', 'tinyblob', 'mediumblob'], 'LONGBLOB')(type),
    sqlite: sized('BLOB'),
  },
  {
    names: [
      'clob',
      'longvarchar',
      'text',
      'longtext',
      'nclob',
      'longnvarchar',
      'ntext',
      'tinytext',
      'mediumtext',
      'long varchar',
      'long nvarchar',
    ],
    postgres: spelled('TEXT'),
    mysql: firstOf(['text', 'tinytext', 'mediumtext'], 'LONGTEXT'),
    sqlite: spelled('TEXT'),
  },
  {
    names: ['datetime', 'date_time', 'smalldatetime', 'datetime2'],
    postgres: type => `TIMESTAMP${size(type)} ${timezone(type)}`,
    mysql: sized('DATETIME'),
    sqlite: spelled('TEXT'),
  },
  { names: ['date'], postgres: spelled('DATE'), mysql: spelled('DATE'), sqlite: spelled('DATE') },
  {
    names: ['time', 'timetz'],
    postgres: type => `TIME${size(type)} ${timezone(type)}`,
    mysql: sized('TIME'),
    sqlite: spelled('TIME'),
  },
  {
    names: ['timestamp', 'timestamptz', 'timestamp_with_timezone'],
    postgres: type =>
      /^timestamptz|timestamp_with_timezone|with time ?zone/.test(type.raw)
        ? `TIMESTAMP${size(type)} WITH TIME ZONE`
        : `TIMESTAMP${size(type)} ${type.rest.replaceAll('timezone', 'TIME ZONE')}`.trim(),
    mysql: type => (/\b(?:null|default|on update)\b/.test(type.rest) ? type.raw : `TIMESTAMP${size(type)}`),
    sqlite: sized('TIMESTAMP'),
  },
  {
    names: ['char', 'bpchar', 'character'],
    postgres: sized('CHAR'),
    mysql: asChar('CHAR'),
    sqlite: sized('CHAR'),
  },
  {
    names: ['varchar', 'string', 'varchar2', 'character varying'],
    postgres: sized('VARCHAR'),
    mysql: asChar('VARCHAR'),
    sqlite: sized('VARCHAR'),
  },
  {
    names: ['nvarchar', 'nvarchar2', 'national'],
    postgres: sized('VARCHAR'),
    mysql: sized('NVARCHAR'),
    sqlite: sized('NVARCHAR'),
  },
  { names: ['nchar', 'nchar2'], postgres: sized('NCHAR'), mysql: sized('NCHAR'), sqlite: sized('NCHAR') },
  {
    names: ['uuid', 'uniqueidentifier'],
    postgres: spelled('UUID'),
    mysql: spelled('CHAR(36)'),
    mariadb: spelled('UUID'),
    sqlite: spelled('TEXT'),
  },
  {
    names: ['xml', 'xmltype', 'sqlxml'],
    postgres: spelled('XML'),
    mysql: spelled('LONGTEXT'),
    sqlite: asWritten,
  },
]

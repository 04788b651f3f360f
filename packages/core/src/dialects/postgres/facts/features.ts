import { builtIn, type Feature, type SeenStatement, someColumn, someType } from '../../features/feature.ts'

/** Measured: PostgreSQL 12 to 18, the first that accepts the statements of fixtures/truth/features.json. */
export const features: readonly Feature[] = [
  { name: 'DROP EXPRESSION', since: '13', found: 'ALTER TABLE … DROP EXPRESSION' },
  { name: 'FETCH FIRST … WITH TIES', since: '13', found: '… FETCH FIRST|NEXT … WITH TIES' },
  { name: 'DROP DATABASE … WITH (FORCE)', since: '13', found: 'DROP DATABASE … FORCE' },
  { name: 'DETACH PARTITION … CONCURRENTLY', since: '14', found: 'ALTER TABLE … DETACH PARTITION … CONCURRENTLY' },
  { name: 'COMPRESSION', since: '14', found: '… COMPRESSION PGLZ|LZ4|DEFAULT' },
  { name: 'CREATE OR REPLACE TRIGGER', since: '14', found: 'CREATE OR REPLACE TRIGGER' },
  { name: 'a routine body with BEGIN ATOMIC', since: '14', found: '… BEGIN ATOMIC' },
  { name: 'a routine body with RETURN', since: '14', found: 'CREATE … FUNCTION … RETURN' },
  { name: 'SEARCH … FIRST BY', since: '14', found: '… SEARCH DEPTH|BREADTH FIRST BY' },
  { name: 'a multirange type', since: '14', found: someType(({ name }) => /^\w+multirange$/.test(name)) },
  { name: 'NULLS NOT DISTINCT', since: '15', found: '… NULLS NOT DISTINCT' },
  { name: 'MERGE', since: '15', found: 'MERGE INTO' },
  { name: 'SET ACCESS METHOD', since: '15', found: 'ALTER TABLE … SET ACCESS METHOD' },
  { name: 'the view option security_invoker', since: '15', found: 'CREATE … VIEW … SECURITY_INVOKER' },
  { name: 'FOR TABLES IN SCHEMA', since: '15', found: 'CREATE|ALTER PUBLICATION … TABLES IN SCHEMA' },
  { name: 'a publication with WHERE', since: '15', found: 'CREATE|ALTER PUBLICATION … TABLE … WHERE (' },
  { name: 'a publication with columns', since: '15', found: 'CREATE|ALTER PUBLICATION … TABLE * (' },
  { name: 'ON DELETE SET NULL with columns', since: '15', found: '… ON DELETE SET NULL|DEFAULT (' },
  { name: 'STORAGE in a column definition', since: '16', found: 'CREATE TABLE … STORAGE PLAIN|EXTERNAL|EXTENDED|MAIN' },
  { name: 'SET STORAGE DEFAULT', since: '16', found: 'ALTER TABLE … SET STORAGE DEFAULT' },
  { name: 'GRANT … WITH INHERIT', since: '16', found: 'GRANT … WITH INHERIT|SET' },
  { name: 'IS JSON', since: '16', found: '… IS JSON' },
  { name: 'a subquery in FROM without an alias', since: '16', found: hasNamelessSubquery },
  { name: 'WHEN NOT MATCHED BY', since: '17', found: '… WHEN NOT MATCHED BY SOURCE|TARGET' },
  { name: 'MERGE … RETURNING', since: '17', found: 'MERGE … RETURNING' },
  { name: 'SET EXPRESSION', since: '17', found: 'ALTER TABLE … SET EXPRESSION' },
  { name: 'SET STATISTICS DEFAULT', since: '17', found: 'ALTER TABLE … SET STATISTICS DEFAULT' },
  { name: 'the privilege MAINTAIN', since: '17', found: 'GRANT … MAINTAIN … ON' },
  { name: 'JSON_TABLE', since: '17', found: '… JSON_TABLE (' },
  { name: 'the collation provider builtin', since: '17', found: 'CREATE COLLATION … PROVIDER = BUILTIN' },
  { name: 'a virtual generated column', since: '18', found: someColumn(({ generated }) => generated?.storage === 'virtual') },
  { name: 'ADD NOT NULL', since: '18', found: 'ALTER TABLE … ADD NOT NULL' },
  { name: 'a NOT NULL constraint with a name of its own', since: '18', found: 'ALTER TABLE … ADD CONSTRAINT * NOT NULL' },
  { name: 'WITHOUT OVERLAPS', since: '18', found: '… WITHOUT OVERLAPS' },
  { name: 'NOT ENFORCED', since: '18', found: '… NOT ENFORCED' },
  { name: 'RETURNING old and new', since: '18', found: '… RETURNING OLD|NEW .' },
  { name: 'LARGE OBJECTS', since: '18', found: 'ALTER DEFAULT PRIVILEGES … ON LARGE OBJECTS' },
  ...builtIn('13', 'gen_random_uuid', 'normalize'),
  ...builtIn('14', 'date_bin', 'string_to_table', 'trim_array', 'unistr'),
  ...builtIn('15', 'regexp_like', 'regexp_count', 'regexp_substr', 'regexp_instr'),
  ...builtIn('16', 'any_value', 'array_shuffle', 'array_sample', 'json_array', 'json_arrayagg', 'json_objectagg', 'pg_input_is_valid'),
  ...builtIn('17', 'json_exists', 'json_query', 'json_value', 'to_bin'),
  ...builtIn('18', 'uuidv7', 'uuidv4', 'array_sort', 'array_reverse', 'casefold', 'crc32'),
] // biome-ignore format: a table

const beforeSubquery = new Set(['FROM', 'JOIN', 'LATERAL'])
const afterNameless =
  /^(?:[),;]|WHERE|GROUP|ORDER|HAVING|LIMIT|UNION|JOIN|LEFT|RIGHT|INNER|CROSS|FULL|ON|RETURNING)$/

/** `FROM (SELECT …) WHERE`; in `EXTRACT (day FROM (SELECT …))` there is no table. */
function hasNamelessSubquery({ words }: SeenStatement): boolean {
  const open: boolean[] = []
  return words.some((word, index) => {
    if (word === '(') {
      const isTable = beforeSubquery.has(words[index - 1] ?? '') && words[index - 3] !== '('
      open.push(isTable && /^(?:SELECT|VALUES|WITH)$/.test(words[index + 1] ?? ''))
    }
    const next = words[index + 1]
    return word === ')' && open.pop() === true && (next === undefined || afterNameless.test(next))
  })
}

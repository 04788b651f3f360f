import type { Token } from './token.ts'

/** What can be said of a statement that no grammar reads. */
export interface StatementClass {
  /** Upper case: `ALTER TABLE`, `DELETE`. */
  readonly verb?: string
  readonly object?: { readonly type: string; readonly name: string }
}

/** Verb and object of a statement in any engine's SQL, from its first tokens alone. */
export function classifyStatement(tokens: readonly Token[]): StatementClass {
  const head = significantHead(tokens)
  const first = keyword(head[0])
  if (first === undefined) return {}
  if (objectVerbs.has(first)) return classifyObjectStatement(first, head)
  const marker = tableAfter[first]
  if (marker !== undefined) return classifyRowStatement(first, marker, head)
  return otherVerbs.has(first) ? { verb: first } : {}
}

/** More than any head needs, so that a 10 MB statement costs no more than a short one. */
const longestHead = 64

const objectVerbs = new Set(['CREATE', 'ALTER', 'DROP', 'TRUNCATE', 'RENAME'])

const objectTypes: Readonly<Record<string, string>> = {
  TABLE: 'table',
  VIEW: 'view',
  INDEX: 'index',
  SEQUENCE: 'sequence',
  FUNCTION: 'function',
  PROCEDURE: 'procedure',
  AGGREGATE: 'aggregate',
  TRIGGER: 'trigger',
  EVENT: 'event',
  POLICY: 'policy',
  RULE: 'rule',
  EXTENSION: 'extension',
  SCHEMA: 'schema',
  DATABASE: 'database',
  DOMAIN: 'domain',
  TYPE: 'type',
  ROLE: 'role',
  USER: 'role',
  PUBLICATION: 'publication',
  SUBSCRIPTION: 'subscription',
  STATISTICS: 'statistics',
  TABLESPACE: 'tablespace',
  SERVER: 'server',
}

/** Words between the verb and the object's type. */
const modifiers = new Set(
  (
    'OR REPLACE TEMP TEMPORARY GLOBAL LOCAL UNLOGGED UNIQUE FULLTEXT SPATIAL IGNORE ONLINE OFFLINE MATERIALIZED ' +
    'RECURSIVE VIRTUAL FOREIGN CONSTRAINT EVENT DEFINER SQL SECURITY INVOKER ALGORITHM UNDEFINED MERGE TEMPTABLE'
  ).split(' '),
)

/** Words between the object's type and its name. */
const beforeName = new Set(['IF', 'NOT', 'EXISTS', 'ONLY', 'CONCURRENTLY', 'NOWAIT'])

/** The word after which the table stands; '' where it stands right after the verb. */
const tableAfter: Readonly<Record<string, string>> = {
  INSERT: 'INTO',
  REPLACE: 'INTO',
  UPDATE: '',
  DELETE: 'FROM',
  COPY: '',
  MERGE: 'INTO',
}

const otherVerbs = new Set(
  (
    'SELECT WITH VALUES EXPLAIN GRANT REVOKE SET RESET SHOW USE BEGIN START COMMIT END ROLLBACK SAVEPOINT RELEASE ' +
    'ABORT LOCK UNLOCK ANALYZE VACUUM REINDEX CLUSTER REFRESH OPTIMIZE REPAIR CHECK CHECKSUM FLUSH COMMENT DO CALL ' +
    'EXECUTE PREPARE DEALLOCATE PRAGMA ATTACH DETACH LOAD HANDLER LISTEN UNLISTEN NOTIFY DISCARD CHECKPOINT REASSIGN ' +
    'SECURITY IMPORT DECLARE FETCH CLOSE MOVE KILL INSTALL UNINSTALL PURGE CHANGE XA SIGNAL'
  ).split(' '),
)

function significantHead(tokens: readonly Token[]): readonly Token[] {
  const head: Token[] = []
  for (const token of tokens) {
    if (token.kind !== 'comment' && token.kind !== 'whitespace') head.push(token)
    if (head.length === longestHead) break
  }
  return head
}

function classifyObjectStatement(verb: string, head: readonly Token[]): StatementClass {
  for (let index = 1; index < head.length; index += 1) {
    const word = keyword(head[index])
    const type = word === undefined ? undefined : objectTypes[word]
    if (type !== undefined && !(word === 'EVENT' && keyword(head[index + 1]) === 'TRIGGER')) {
      const materialized = keyword(head[index - 1]) === 'MATERIALIZED'
      return named(`${verb} ${materialized ? 'MATERIALIZED VIEW' : word}`, type, head, index + 1)
    }
    if (word !== undefined && !modifiers.has(word) && verb !== 'CREATE') break
  }
  return verb === 'TRUNCATE' ? named(verb, 'table', head, 1) : {}
}

function classifyRowStatement(verb: string, marker: string, head: readonly Token[]): StatementClass {
  if (marker === '') return named(verb, 'table', head, 1)
  const at = head.findIndex(token => keyword(token) === marker)
  return at === -1 ? { verb } : named(verb, 'table', head, at + 1)
}

function named(verb: string, type: string, head: readonly Token[], from: number): StatementClass {
  let index = from
  while (beforeName.has(keyword(head[index]) ?? '')) index += 1
  const parts: string[] = []
  for (let part = head[index]; part; part = head[index]) {
    if (part.kind !== 'word' && part.kind !== 'quoted-identifier') break
    parts.push(part.value ?? part.text)
    if (head[index + 1]?.text !== '.') break
    index += 2
  }
  return parts.length === 0 ? { verb } : { verb, object: { type, name: parts.join('.') } }
}

function keyword(token: Token | undefined): string | undefined {
  return token?.kind === 'word' ? token.text.toUpperCase() : undefined
}

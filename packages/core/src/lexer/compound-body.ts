import type { LexicalRules } from './lexical-rules.ts'

/** Follows one statement and knows whether a `;` belongs to it. */
export interface CompoundBody {
  /** The next token: a keyword in upper case, punctuation or `:`; '' for any other. */
  see(word: string): void
  /** Has seen enough to know that no `;` belongs to the statement: what follows need not be shown. */
  readonly isPlain: boolean
  /** Inside a body: a `;` here does not end the statement. */
  readonly isOpen: boolean
  /** The statement is one that has a body, so that a custom delimiter alone ends it. */
  readonly isCompound: boolean
}

export function followBody(rules: LexicalRules): CompoundBody {
  switch (rules.compoundBodies) {
    case 'trigger':
      return new TriggerBody()
    case 'atomic':
      return new AtomicBody()
    case 'routine':
      return new RoutineBody()
    default:
      return rules.compoundBodies satisfies never
  }
}

/** EXPLAIN CREATE TEMP TRIGGER and CREATE OR REPLACE FUNCTION are four words. */
const longestHead = 4

/** SQLite: `; END ;` ends a trigger (sqlite3_complete). */
class TriggerBody implements CompoundBody {
  isPlain = false
  #head: string[] = []
  #previous = ''
  #beforePrevious = ''
  #begun = false

  see(word: string): void {
    if (this.#head.length < longestHead) this.#seeHead(word)
    if (word === 'BEGIN') this.#begun = true
    this.#beforePrevious = this.#previous
    this.#previous = word
  }

  #seeHead(word: string): void {
    this.#head.push(word)
    if (this.#head.length === longestHead) this.isPlain = !this.isCompound
  }

  get isCompound(): boolean {
    return /^(?:EXPLAIN )?CREATE (?:TEMP |TEMPORARY )?TRIGGER\b/.test(this.#head.join(' '))
  }

  get isOpen(): boolean {
    if (!this.#begun || !this.isCompound) return false
    return !(this.#previous === 'END' && (this.#beforePrevious === ';' || this.#beforePrevious === 'BEGIN'))
  }
}

/** PostgreSQL: BEGIN ATOMIC … END of a routine, and the parentheses of a rule. */
class AtomicBody implements CompoundBody {
  isPlain = false
  #head: string[] = []
  #previous = ''
  #depth = 0
  #parentheses = 0

  see(word: string): void {
    if (this.#head.length < longestHead) this.#seeHead(word)
    if (word === '(') this.#parentheses += 1
    else if (word === ')') this.#parentheses = Math.max(0, this.#parentheses - 1)
    else if (word === 'ATOMIC' && this.#previous === 'BEGIN' && this.#depth === 0) this.#depth = 1
    else if (word === 'CASE' && this.#depth > 0) this.#depth += 1
    else if (word === 'END' && this.#depth > 0) this.#depth -= 1
    this.#previous = word
  }

  #seeHead(word: string): void {
    this.#head.push(word)
    if (this.#head.length === longestHead) this.isPlain = !this.isCompound
  }

  get isCompound(): boolean {
    return /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE|RULE)\b/.test(this.#head.join(' '))
  }

  get isOpen(): boolean {
    if (!this.isCompound) return false
    return this.#depth > 0 || (this.#parentheses > 0 && this.#head.includes('RULE'))
  }
}

const routineObjects = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
const otherObjects = new Set(
  'TABLE VIEW INDEX UNIQUE FULLTEXT SPATIAL DATABASE SCHEMA USER ROLE SERVER SEQUENCE TABLESPACE LOGFILE'.split(
    ' ',
  ),
)
const blocks = new Set(['IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR'])
const beforeStatement = new Set([';', 'BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT', ':', 'ROW'])
const beforeBodyInHead = new Set([')', 'DETERMINISTIC', 'SQL', 'DATA', 'DEFINER', 'INVOKER', ''])

/** MySQL and MariaDB: the nesting of BEGIN, IF, CASE, LOOP, WHILE, REPEAT and FOR in a routine's body. */
class RoutineBody implements CompoundBody {
  #kind: 'undecided' | 'routine' | 'plain' = 'undecided'
  #first = ''
  #previous = ''
  #open: ('statement' | 'expression')[] = []

  see(word: string): void {
    if (this.#kind === 'undecided') this.#decide(word)
    if (this.#kind === 'routine') this.#nest(word)
    this.#previous = word
  }

  get isPlain(): boolean {
    return this.#kind === 'plain'
  }

  get isCompound(): boolean {
    return this.#kind === 'routine'
  }

  get isOpen(): boolean {
    return this.#kind === 'routine' && this.#open.length > 0
  }

  #decide(word: string): void {
    if (this.#first === '') {
      this.#first = word || '?'
      if (blocks.has(word) && word !== 'CASE') this.#kind = 'routine'
      else if (word !== 'CREATE' && word !== 'ALTER' && word !== 'BEGIN') this.#kind = 'plain'
    } else if (this.#first === 'BEGIN') {
      this.#kind = word === 'NOT' ? 'routine' : 'plain'
      if (word === 'NOT') this.#open.push('statement')
    } else if (routineObjects.has(word))
      this.#kind = this.#first === 'ALTER' && word !== 'EVENT' ? 'plain' : 'routine'
    else if (otherObjects.has(word)) this.#kind = 'plain'
  }

  #nest(word: string): void {
    if (this.#previous === '.') return
    if (word === 'BEGIN') this.#open.push('statement')
    else if (word === 'END') this.#open.pop()
    else if (blocks.has(word) && this.#previous !== 'END') {
      if (this.#startsStatement()) this.#open.push('statement')
      else if (word === 'CASE') this.#open.push('expression')
    }
  }

  #startsStatement(): boolean {
    if (this.#open.length === 0 && beforeBodyInHead.has(this.#previous)) return true
    return this.#open.at(-1) !== 'expression' && beforeStatement.has(this.#previous)
  }
}

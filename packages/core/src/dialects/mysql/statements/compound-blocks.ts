import { afterReturn, type Branch, inLoop, nextBranch, otherwise } from '../../branches.ts'

type BlockWord = 'BEGIN' | 'IF' | 'CASE' | 'LOOP' | 'WHILE' | 'REPEAT' | 'FOR'

interface Block {
  readonly word: BlockWord
  /** Of what stands in it now. */
  branches: readonly Branch[]
  /** Of the branches that come after this one. */
  after: readonly Branch[]
  /** The value that CASE compares. */
  readonly subject: string
  /** Errors that a CONTINUE handler passes over: each statement for itself. */
  passedOver: readonly string[]
}

const words: ReadonlySet<string> = new Set(['BEGIN', 'IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR'])
const loops: ReadonlySet<string> = new Set(['LOOP', 'WHILE', 'REPEAT', 'FOR'])

/** The open blocks of a routine's body, and what decides whether a statement in them runs. */
export class OpenBlocks {
  readonly #open: Block[] = []
  #notLeft: readonly Branch[] = []

  static isBlock(word: string): word is BlockWord {
    return words.has(word)
  }

  get isEmpty(): boolean {
    return this.#open.length === 0
  }

  get innermost(): BlockWord | undefined {
    return this.#open.at(-1)?.word
  }

  open(word: BlockWord, text = ''): void {
    const { branches, after } =
      word === 'IF' ? nextBranch([], text) : { branches: loops.has(word) ? [inLoop] : [], after: [] }
    this.#open.push({ word, branches, after, subject: text, passedOver: [] })
  }

  close(): BlockWord | undefined {
    return this.#open.pop()?.word
  }

  elseIf(text: string): void {
    const block = this.#open.at(-1)
    if (block !== undefined) Object.assign(block, nextBranch(block.after, text))
  }

  when(text: string): void {
    const block = this.#open.at(-1)
    if (block !== undefined) block.branches = [{ text: `${block.subject} ${text}`.trim() }]
  }

  otherwise(): void {
    const block = this.#open.at(-1)
    if (block !== undefined) block.branches = block.word === 'IF' ? block.after : [otherwise]
  }

  /** DECLARE … HANDLER: what comes after it in the block. EXIT leaves the block at the first of these errors. */
  handle(errors: readonly string[], isContinue: boolean): void {
    const block = this.#open.at(-1)
    if (block === undefined) return
    if (isContinue) block.passedOver = [...block.passedOver, ...errors]
    else block.branches = [...block.branches, caughtBranch(errors)]
  }

  /** LEAVE of a block, or RETURN, where no loop is what is left. */
  leave(): void {
    if (this.#open.some(({ word }) => loops.has(word))) return
    this.#notLeft = afterReturn(this.#notLeft, this.#around())
  }

  /** Those of the statement that comes next. */
  branches(): readonly Branch[] {
    const errors = this.#open.flatMap(({ passedOver }) => passedOver)
    const own = errors.length === 0 ? [] : [caughtBranch(errors)]
    return [...new Set([...this.#notLeft, ...this.#around(), ...own])]
  }

  #around(): readonly Branch[] {
    return this.#open.flatMap(({ branches }) => branches)
  }
}

function caughtBranch(errors: readonly string[]): Branch {
  return { text: `${errors.join(' or ')} is not raised`, caught: errors }
}

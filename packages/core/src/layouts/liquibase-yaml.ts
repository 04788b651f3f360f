import type { Document, Node, Pair, YAMLError, YAMLMap } from 'yaml'
import {
  type ChangelogEntry,
  type ChangelogFlaw,
  changesetOf,
  includeOf,
  propertyOf,
  type ReadChangelog,
} from './liquibase-entries.ts'
import { sqlInYaml } from './liquibase-yaml-sql.ts'
import type { WrittenChange } from './written-change.ts'

/** The entries of a YAML or JSON changelog; undefined where it is none. */
export async function readYamlChangelog(text: string): Promise<ReadChangelog | undefined> {
  const yaml = await import('yaml')
  try {
    // Of keys that stand twice the last one counts (SnakeYAML, LoaderOptions: duplicate keys are allowed).
    const document = yaml.parseDocument(text, { logLevel: 'error', uniqueKeys: false })
    const [error] = document.errors
    if (error !== undefined) throw new UnreadableYaml(causeOf(error), error.pos[0])
    const root = yaml.isMap(document.contents) ? document.contents.items : []
    const lists = root.filter(({ key }) => yaml.isScalar(key) && key.value === 'databaseChangeLog')
    const list = lists.at(-1)
    if (list === undefined) return undefined
    const entries = entriesIn(list, new ElementReader(text, document, yaml), yaml)
    if (lists.length === 1) return { entries }
    const cause = 'databaseChangeLog stands in it more than once, and Liquibase runs the last one at most'
    return { entries, flaw: { cause, offset: rangeOf(lists[0]?.key)?.[0] ?? 0 } }
  } catch (error) {
    const flaw = flawOf(error)
    if (flaw === undefined) throw error
    return { entries: [], flaw }
  }
}

const tooDeep = 'it is nested too deep'

/** Without the place and the lines that are there. */
function causeOf({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'it holds more than one document'
  if (code === 'RESOURCE_EXHAUSTION') return tooDeep
  return message.split(/ at line \d|\n/, 1)[0] ?? ''
}

class UnreadableYaml extends Error {
  readonly offset: number

  constructor(cause: string, offset: number) {
    super(cause)
    this.offset = offset
  }
}

/** Undefined for a mistake of ours. */
function flawOf(error: unknown): ChangelogFlaw | undefined {
  if (error instanceof UnreadableYaml) return { cause: error.message, offset: error.offset }
  // Nested too deep for the parser, which calls itself, or for the reader.
  return error instanceof RangeError || error instanceof ReferenceError
    ? { cause: tooDeep, offset: 0 }
    : undefined
}

function entriesIn({ key, value: list }: Pair, reader: ElementReader, yaml: Yaml): readonly ChangelogEntry[] {
  if (!yaml.isSeq(list)) throw new UnreadableYaml('databaseChangeLog is no list', rangeOf(key)?.[0] ?? 0)
  const items = list.items.map(item => ({ item, element: reader.element('', item) }))
  const path = items.find(({ element }) => element.attributes.has('logicalFilePath'))?.element.attributes
  return items.flatMap(({ item, element }) =>
    element.children.flatMap(entry => toEntry(entry, item, path?.get('logicalFilePath'))),
  )
}

function toEntry(element: WrittenChange, item: unknown, path: string | undefined): readonly ChangelogEntry[] {
  const { name, attributes, children } = element
  switch (name) {
    case 'changeSet': {
      // In XML changes stand beside what is said of all of them.
      const [changes, others] = [true, false].map(are =>
        children.filter(child => (child.name === 'changes') === are),
      )
      const inside = [...(others ?? []), ...(changes ?? []).flatMap(change => change.children)]
      return [changesetOf({ ...element, children: inside, span: rangeOf(item) ?? element.span }, path)]
    }
    case 'property':
      return propertyOf(attributes)
    case 'include':
    case 'includeAll':
      return includeOf(name, attributes)
    case 'modifyChangeSets':
      return children.flatMap(child => toEntry(child, item, path))
    default:
      return []
  }
}

type Yaml = typeof import('yaml')

/** Where a change has the text that is the content of its element in XML. */
const textKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['sql', ['sql']],
  ['createProcedure', ['procedureText', 'procedureBody']],
  ['createView', ['selectQuery']],
  ['sqlCheck', ['sql']],
])

/** No changelog nests so deep, or says so much again: aliases of aliases grow without end. */
const deepest = 100
const mostAliases = 1000

class ElementReader {
  readonly #text: string
  readonly #document: Document
  readonly #yaml: Yaml
  #aliases = 0

  constructor(text: string, document: Document, yaml: Yaml) {
    this.#text = text
    this.#document = document
    this.#yaml = yaml
  }

  /**
   * A map's scalars are attributes, and all else that it holds is inside of it; a list's items are the same, and the only
   * one is the text (ParsedNode.java, `setValue`).
   */
  element(name: string, written: unknown, depth = 0): WrittenChange {
    if (depth > deepest) throw new RangeError('nested too deep')
    const { isMap, isSeq, isScalar } = this.#yaml
    const attributes = new Map<string, string>()
    const children: WrittenChange[] = []
    const node = this.#meant(written)
    const maps = isSeq(node) ? node.items.map(item => this.#meant(item)) : [node]
    const only = isSeq(node) && node.items.length === 1 ? this.#meant(node.items[0]) : node
    let text = isScalar(only) ? this.#textOf(only, undefined) : undefined
    for (const map of maps) {
      if (!isMap(map)) continue
      const pairs = this.#pairsOf(map, depth)
      const delimiter = pairs.get('endDelimiter')
      for (const [word, value] of pairs) {
        if (textKeys.get(name)?.includes(word) === true)
          text = this.#textOf(value, isScalar(delimiter) ? delimiter.value : undefined) ?? text
        else if (isScalar(value) && !holdsText.has(word)) {
          if (value.value !== null) attributes.set(word, String(value.value))
        } else children.push(this.element(word, value, depth + 1))
      }
    }
    return { name, attributes, children, span: rangeOf(node) ?? [0, 0], ...(text && { text }) }
  }

  /** The node that `*name` stands for. */
  #meant(node: unknown): unknown {
    if (!this.#yaml.isAlias(node)) return node
    this.#aliases += 1
    if (this.#aliases > mostAliases) throw new RangeError('too many aliases')
    const meant = node.resolve(this.#document)
    if (meant === undefined)
      throw new UnreadableYaml(`*${node.source} is not defined`, rangeOf(node)?.[0] ?? 0)
    return meant
  }

  /** `<<: *name` gives what the map does not say itself. */
  #pairsOf(map: YAMLMap, depth: number): ReadonlyMap<string, unknown> {
    if (depth > deepest) throw new RangeError('nested too deep')
    const { isMap, isSeq, isScalar } = this.#yaml
    const own = new Map<string, unknown>()
    const merged = new Map<string, unknown>()
    for (const { key, value } of map.items) {
      const word = isScalar(key) ? String(key.value) : ''
      const meant = this.#meant(value)
      if (word !== '<<') own.set(word, meant)
      else
        for (const each of isSeq(meant) ? meant.items.map(item => this.#meant(item)) : [meant])
          if (isMap(each))
            for (const [name, given] of this.#pairsOf(each, depth + 1))
              if (!merged.has(name)) merged.set(name, given)
    }
    return new Map([...merged, ...own])
  }

  #textOf(node: unknown, delimiter: unknown): WrittenChange['text'] {
    if (!this.#yaml.isScalar(node) || typeof node.value !== 'string' || node.value.trim() === '')
      return undefined
    return sqlInYaml(this.#text, node, typeof delimiter === 'string' ? delimiter : undefined)
  }
}

/** What is an element of its own though it is a mere string: `rollback: DROP TABLE a`. */
const holdsText: ReadonlySet<string> = new Set(['sql', 'rollback', 'createProcedure', 'empty', 'where'])

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as Partial<Node> | null)?.range
  return range ? [range[0], range[1]] : undefined
}

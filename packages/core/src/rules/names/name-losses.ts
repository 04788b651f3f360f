import { listWords } from '../wording/list-words.ts'

/** `users.email: every value` is lost of `users.email`. */
export function objectOfLoss(loss: string): string {
  const colon = loss.indexOf(': ')
  return colon === -1 ? loss : loss.slice(0, colon)
}

/** `the rows of carts; nor the values of users.email and users.phone`: what is alike is said once. */
export function nameLosses(losses: readonly string[], most: number): string {
  const shown = losses.slice(0, losses.length > most ? most - 1 : most)
  const alike = new Map<string, string[]>()
  for (const loss of shown) {
    const [what, object] = partsOf(loss)
    const known = alike.get(what)
    if (known === undefined) alike.set(what, [object])
    else if (!known.includes(object)) known.push(object)
  }
  const said = [...alike].map(([what, objects]) => `${what}${listWords(objects, most)}`)
  const more = losses.length - shown.length
  return said.join('; nor ') + (more === 0 ? '' : `; and ${more} more`)
}

/** What is lost, and of what; a whole sentence about values stands in brackets. */
function partsOf(loss: string): readonly [what: string, object: string] {
  const object = objectOfLoss(loss)
  const what = loss.slice(object.length + 2)
  if (what === '') return ['', object]
  const named = names.get(what)
  if (named !== undefined) return [named, object]
  return isName.test(what) ? [`${what} of `, object] : ['', `${object} as it was (${what})`]
}

const names: ReadonlyMap<string, string> = new Map([
  ['every row', 'the rows of '],
  ['every value', 'the values of '],
  ['the deleted rows', 'the deleted rows of '],
  ['the rows that are replaced', 'the replaced rows of '],
  ['every previous value', 'the old values of '],
  ['the previous values of the updated rows', 'the old values of '],
])

/** Of a partition, of an attribute, or of a sequence; not `values of more than 24 bits lose their last digits`. */
const isName = /^(?:every (?:row|value|table) |the position )[^,]*$/

import json5 from 'json5'

/** What people write into JSON files: comments, commas after the last item. Throws a SyntaxError that ends in `line:column`. */
export function parseJsonWithComments(text: string): unknown {
  return json5.parse(text.replace(/^\uFEFF/, ''))
}

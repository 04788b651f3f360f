/** Where a place counted in other units lies in a JavaScript string. */
export interface Utf16Places {
  ofByte(offset: number): number
  ofCodePoint(offset: number): number
}

export function utf16Places(text: string): Utf16Places {
  return isAscii(text) ? unchanged : countedPlaces(text)
}

const unchanged: Utf16Places = { ofByte: offset => offset, ofCodePoint: offset => offset }

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false
  }
  return true
}

function countedPlaces(text: string): Utf16Places {
  const byByte: number[] = []
  const byCodePoint: number[] = []
  let place = 0
  for (const character of text) {
    byCodePoint.push(place)
    for (let byte = utf8Length(character); byte > 0; byte -= 1) byByte.push(place)
    place += character.length
  }
  return {
    ofByte: offset => byByte[offset] ?? place,
    ofCodePoint: offset => byCodePoint[offset] ?? place,
  }
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}

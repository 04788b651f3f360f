import { Buffer } from './buffer.ts'

class StringDecoder {
  readonly encoding: unknown
  constructor(encoding: unknown = 'utf8') {
    this.encoding = encoding
  }
  write(bytes: unknown): string {
    return Buffer.from(bytes).toString(this.encoding)
  }
  end(bytes: unknown = ''): string {
    return this.write(bytes)
  }
}

const builtIn: object = { StringDecoder }

export default builtIn

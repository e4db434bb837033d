/** `node x12-ours.mjs FILE`: both passes of our reader, to claims; prints what it took and found. */
import { openSync, readSync } from 'node:fs'
import { ClaimReader, Surveyor } from '@claims-audit/x12'
import { took } from './took.mjs'

const file = openSync(process.argv[2], 'r')
const buffer = Buffer.alloc(65_536)

function eachChunk(use) {
  let position = 0
  for (let read = 1; read > 0; position += read) {
    read = readSync(file, buffer, 0, buffer.length, position)
    use(buffer.subarray(0, read))
  }
}

took(() => {
  const surveyor = new Surveyor()
  eachChunk((chunk) => surveyor.push(chunk))
  const reader = new ClaimReader(surveyor.end())
  let claims = 0
  const count = (results) => results.forEach((result) => (claims += 'claim' in result ? 1 : 0))
  eachChunk((chunk) => count(reader.push(chunk)))
  count(reader.end())
  return claims
})

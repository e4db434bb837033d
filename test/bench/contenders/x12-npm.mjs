/** `node x12-npm.mjs FILE FOLDER`: the npm package x12-parser, installed in FOLDER, to its segments, from which a user makes claims. */
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { took } from './took.mjs'

const [, , file, folder] = process.argv
const { X12parser } = createRequire(join(folder, 'package.json'))('x12-parser')

await took(async () => {
  let claims = 0
  for await (const segment of createReadStream(file).pipe(new X12parser())) if (segment.name === 'CLM') claims += 1
  return claims
})

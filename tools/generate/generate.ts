/** `npm run generate`: writes every page and every part of a file that follows from a manifest or table of the code. */
import { writeFileSync } from 'node:fs'
import { generatedFiles } from './generated.ts'

for (const { file, text, isCurrent } of await generatedFiles()) if (!isCurrent) writeFileSync(file, text)

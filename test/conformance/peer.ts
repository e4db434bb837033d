import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pythonOf } from './python.ts'

/** A program of this folder that answers each line of JSON with one. */
export interface Peer<Question, Answer> {
  /** The answers, in the order of the questions. Throws where the program has died. One call at a time. */
  ask(questions: readonly Question[]): Promise<Answer[]>
  close(): void
}

/** Starts it in a process of its own. */
export async function openPeer<Question, Answer>(program: string): Promise<Peer<Question, Answer>> {
  const child = spawn(await pythonOf(), [fileURLToPath(new URL(program, import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // Its death shows as the end of its answers.
  child.stdin.on('error', () => undefined)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function nextAnswer(): Promise<Answer> {
    const { value, done } = await answers.next()
    if (done) throw new Error(`${program} has ended`)
    return JSON.parse(value) as Answer
  }

  return {
    ask: async (questions) => {
      child.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''))
      const given: Answer[] = []
      while (given.length < questions.length) given.push(await nextAnswer())
      return given
    },
    close: () => void child.stdin.end(),
  }
}

/** Runs a command of this room; what it throws is for a person: its message, and exit code 1. */
export function runCommand(run: () => void): void {
  try {
    run()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}

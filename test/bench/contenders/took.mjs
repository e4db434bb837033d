/** Runs what reads a file, and prints the CPU seconds that it took, the process's peak of memory in MB, and the claims that it found. */
export async function took(read) {
  const before = process.cpuUsage()
  const claims = await read()
  const { user, system } = process.cpuUsage(before)
  const peak = process.resourceUsage().maxRSS / 1_000
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, peak, claims }))
}

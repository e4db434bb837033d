/** Jest's globalTeardown: stops what globalSetup started, and leaves what was given alone. */
export default async function stop() {
  const stacks = (await globalThis.claimsAuditTestStacks) ?? []
  delete globalThis.claimsAuditTestStacks
  await Promise.all(stacks.map((stack) => stack.stop()))
}

/** Jest's globalTeardown: stops what globalSetup started, and leaves what was given alone. */
export default async function stop() {
  const stack = await globalThis.claimsAuditTestStack
  delete globalThis.claimsAuditTestStack
  await stack?.stop()
}

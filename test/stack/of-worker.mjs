/** One of Jest's setupFiles: the tests of a worker find its Kafka and its Postgres by the two variables of any user. */
const stacks = JSON.parse(process.env.CLAIMS_AUDIT_TEST_STACKS)
Object.assign(process.env, stacks[(Number(process.env.JEST_WORKER_ID) - 1) % stacks.length])

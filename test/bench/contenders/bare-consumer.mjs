/** The practical ceiling of one process: batches, parsed, inserted by one statement, answered by one request, committed. No audit. */
import kafkajs from 'kafkajs'
import pg from 'pg'

const { KAFKA_BROKERS, DATABASE_URL, INPUT, OUTPUT } = process.env
const kafka = new kafkajs.Kafka({
  clientId: 'bare',
  brokers: KAFKA_BROKERS.split(','),
  logLevel: kafkajs.logLevel.NOTHING,
})
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 })
await pool.query(
  'create table if not exists bare_finding (id bigint generated always as identity primary key, tenant text, claim_id text, body jsonb)',
)
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
const consumer = kafka.consumer({ groupId: 'bare' })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: INPUT, fromBeginning: true })
await consumer.run({
  partitionsConsumedConcurrently: 4,
  eachBatch: async ({ batch }) => {
    const claims = batch.messages.map(({ value }) => JSON.parse(value.toString()))
    const bodies = claims.map((claim) =>
      JSON.stringify({ codes: claim.diagnoses.map(({ code }) => code), message: 'found' }),
    )
    const columns = [claims.map(({ tenant }) => tenant), claims.map(({ claimId }) => claimId), bodies]
    await pool.query(
      'insert into bare_finding (tenant, claim_id, body) select * from unnest($1::text[], $2::text[], $3::jsonb[])',
      columns,
    )
    const messages = claims.map(({ tenant, claimId }) => ({
      key: `${tenant}:${claimId}`,
      value: JSON.stringify({ tenant, claimId, outcome: 'findings' }),
    }))
    await producer.sendBatch({ topicMessages: [{ topic: OUTPUT, messages }] })
  },
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))

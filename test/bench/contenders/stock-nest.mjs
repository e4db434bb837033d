/**
 * What a team would write first, at Nest's defaults: @EventPattern, one row by repository.save, one event by emit; no audit. Decorators are called by hand,
 * since Node runs this file as it is; what they do is the same. CONCURRENT=4 works on four partitions at once.
 */
import 'reflect-metadata'
import { Controller, Inject, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ClientsModule, EventPattern, Payload, Transport } from '@nestjs/microservices'
import { DataSource, EntitySchema } from 'typeorm'

const { KAFKA_BROKERS, DATABASE_URL, INPUT, OUTPUT, CONCURRENT = '1' } = process.env
const client = { clientId: 'stock', brokers: KAFKA_BROKERS.split(',') }

const finding = new EntitySchema({
  name: 'stock_finding',
  columns: {
    id: { type: 'int', primary: true, generated: true },
    tenant: { type: 'text' },
    claimId: { type: 'text' },
    rule: { type: 'text' },
    body: { type: 'jsonb' },
  },
})
const database = await new DataSource({
  type: 'postgres',
  url: DATABASE_URL,
  entities: [finding],
  synchronize: true,
}).initialize()

class Claims {
  constructor(repository, kafka) {
    this.repository = repository
    this.kafka = kafka
  }

  async onClaim(claim) {
    const { tenant, claimId } = claim
    await this.repository.save({
      tenant,
      claimId,
      rule: 'one.finding',
      body: { codes: claim.diagnoses.map(({ code }) => code), message: 'found' },
    })
    this.kafka.emit(OUTPUT, { key: `${tenant}:${claimId}`, value: { tenant, claimId, outcome: 'findings' } })
  }
}
EventPattern(INPUT)(Claims.prototype, 'onClaim', Object.getOwnPropertyDescriptor(Claims.prototype, 'onClaim'))
Payload()(Claims.prototype, 'onClaim', 0)
Inject('REPOSITORY')(Claims, undefined, 0)
Inject('KAFKA')(Claims, undefined, 1)
Controller()(Claims)

class App {}
Module({
  imports: [
    ClientsModule.register([
      { name: 'KAFKA', transport: Transport.KAFKA, options: { client, producerOnlyMode: true } },
    ]),
  ],
  controllers: [Claims],
  providers: [{ provide: 'REPOSITORY', useValue: database.getRepository('stock_finding') }],
})(App)

const run = CONCURRENT === '1' ? {} : { run: { partitionsConsumedConcurrently: Number(CONCURRENT) } }
const app = await NestFactory.createMicroservice(App, {
  logger: false,
  transport: Transport.KAFKA,
  options: { client, consumer: { groupId: 'stock' }, subscribe: { fromBeginning: true }, ...run },
})
await app.listen()
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))

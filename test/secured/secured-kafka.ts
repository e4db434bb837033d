import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import kafkajs from 'kafkajs'
import type { AclEntry, Admin } from 'kafkajs'
import { clusterId, findJava, freePort, kafkaJars, startKafkaFromJars } from '@claims-audit/stack'
import type { Authority } from './certificates.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const MECHANISM = 'SCRAM-SHA-512'

/** What a principal may do, as deploy/kafka/acls.md explains it. */
interface Rights {
  read?: string[]
  write?: string[]
  describe?: string[]
  groups?: string[]
  readsRanges?: boolean
  createsTopics?: boolean
}

const RIGHTS = JSON.parse(readFileSync(join(ROOT, 'deploy/kafka/acls.json'), 'utf8')) as Record<string, Rights>

export interface SecuredKafka {
  /** Where clients come in: TLS and SCRAM. */
  broker: string
  /** Where the broker still answers without TLS: what comes there may do nothing. */
  plaintext: string
  passwordOf(user: string): string
  stop(): Promise<void>
}

/** A broker that takes TLS with a password, and allows what acls.json says. Broker and controller have certificates. */
export async function startSecuredKafka(
  folder: string,
  authority: Authority,
  log: (line: string) => void,
): Promise<SecuredKafka> {
  const env = process.env
  const deploy = join(ROOT, 'deploy/kafka')
  const jars = await kafkaJars({ pom: join(deploy, 'pom.xml'), cacheDir: join(ROOT, '.local/kafka'), env, log })
  const [plain, secured, internal, controller] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const ports = { plain, secured, internal, controller } as Ports
  const properties = propertiesOf(ports, { store: await authority.signStore('broker'), trusted: authority.file })
  const users = ['admin', ...Object.keys(RIGHTS)]
  const format = users.flatMap((user) => ['--add-scram', `${MECHANISM}=[name=${user},password=${passwordOf(user)}]`])
  const member = { clusterId: clusterId(), nodeId: 1, controllerPorts: [ports.controller] }
  const java = await findJava(env)
  const kafka = await startKafkaFromJars({
    java,
    jars,
    log4j: join(deploy, 'log4j2.properties'),
    folder,
    port: ports.plain,
    member,
    more: { properties, format },
    env,
    log,
  })
  const broker = `127.0.0.1:${ports.secured}`
  await grant(broker, await readFile(authority.file, 'utf8'))
  return { broker, plaintext: kafka.brokers[0] as string, passwordOf, stop: kafka.stop }
}

/** Test users' passwords differ, and belong to no one. */
const passwordOf = (user: string): string => `${user}-password`

interface Ports {
  plain: number
  secured: number
  internal: number
  controller: number
}

function propertiesOf(
  { plain, secured, internal, controller }: Ports,
  tls: { store: string; trusted: string },
): string {
  const clients = `PLAINTEXT://127.0.0.1:${plain},SASL_SSL://127.0.0.1:${secured},BROKER://127.0.0.1:${internal}`
  return `
listeners=${clients},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=${clients}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,BROKER:SSL,CONTROLLER:SSL
inter.broker.listener.name=BROKER
sasl.enabled.mechanisms=${MECHANISM}
listener.name.sasl_ssl.${MECHANISM.toLowerCase()}.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location=${tls.store}
ssl.truststore.type=PEM
ssl.truststore.location=${tls.trusted}
ssl.client.auth=required
listener.name.sasl_ssl.ssl.client.auth=none
ssl.principal.mapping.rules=RULE:^CN=([a-zA-Z0-9.-]+).*$/$1/,DEFAULT
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:broker;User:admin
allow.everyone.if.no.acl.found=false
`
}

async function grant(broker: string, ca: string): Promise<void> {
  const sasl = { mechanism: 'scram-sha-512', username: 'admin', password: passwordOf('admin') } as const
  const kafka = new kafkajs.Kafka({
    brokers: [broker],
    ssl: { ca: [ca] },
    sasl,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 20 },
  })
  const admin: Admin = kafka.admin()
  await admin.connect()
  await admin.createAcls({ acl: Object.entries(RIGHTS).flatMap(([user, rights]) => entriesOf(user, rights)) })
  await admin.disconnect()
}

const { AclOperationTypes: OP, AclPermissionTypes, AclResourceTypes: RESOURCE, ResourcePatternTypes: PATTERN } = kafkajs

function entriesOf(user: string, rights: Rights): AclEntry[] {
  const entry = (
    resourceType: number,
    resourceName: string,
    operation: number,
    resourcePatternType: number = PATTERN.LITERAL,
  ): AclEntry => ({
    resourceType,
    resourceName,
    resourcePatternType,
    principal: `User:${user}`,
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  })
  const on = (topics: string[] = [], operation: number): AclEntry[] =>
    topics.map((topic) => entry(RESOURCE.TOPIC, topic, operation))
  const ranges = [OP.READ, OP.DELETE].map((operation) =>
    entry(RESOURCE.GROUP, 'claims-audit-run-', operation, PATTERN.PREFIXED),
  )
  return [
    ...on(rights.read, OP.READ),
    ...on(rights.write, OP.WRITE),
    ...on(rights.describe, OP.DESCRIBE),
    ...(rights.groups ?? []).map((group) => entry(RESOURCE.GROUP, group, OP.READ)),
    ...(rights.readsRanges === true ? ranges : []),
    ...(rights.createsTopics === true ? [entry(RESOURCE.CLUSTER, 'kafka-cluster', OP.CREATE)] : []),
  ]
}

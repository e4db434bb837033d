import type { ClusterOptions } from '@claims-audit/event-log'
import { SettingError, fileAt, listed, oneOf, optional, required, secret } from './variables.js'

/** TLS and SASL, as kafkajs takes them (kafka.js.org/docs/configuration, "SSL" and "SASL"). */
type Security = Omit<ClusterOptions, 'brokers'>

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const
const TLS_FILES = ['KAFKA_SSL_CA', 'KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'] as const
const SASL = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE'] as const

/** Where Kafka is and how to be let in: KAFKA_BROKERS, KAFKA_SSL*, KAFKA_SASL_*. */
export function cluster(): ClusterOptions {
  const brokers = brokersGiven()
  if (brokers === undefined) required('KAFKA_BROKERS')
  return { brokers: brokers ?? [], ...security() }
}

/** The same, or undefined where KAFKA_BROKERS is not set. */
export function clusterGiven(): ClusterOptions | undefined {
  const brokers = brokersGiven()
  const secured = security()
  if (brokers !== undefined) return { brokers, ...secured }
  if (Object.keys(secured).length > 0) throw new SettingError('KAFKA_SSL and KAFKA_SASL_MECHANISM need KAFKA_BROKERS')
  return undefined
}

/** KAFKA_BROKERS: bootstrap addresses between commas, `host:port` each. */
function brokersGiven(): string[] | undefined {
  const brokers = listed('KAFKA_BROKERS')
  const wrong = brokers.find((broker) => !isAddress(broker))
  if (wrong !== undefined) throw new SettingError(`KAFKA_BROKERS holds ${wrong}, which is not host:port`)
  return brokers.length === 0 ? undefined : brokers
}

function isAddress(text: string): boolean {
  const port = Number(/^[^\s/@]+:(\d{1,5})$/.exec(text)?.[1])
  return port > 0 && port < 65_536
}

function security(): Security {
  const [ssl, sasl] = [tls(), login()]
  return { ...(ssl !== undefined && { ssl }), ...(sasl !== undefined && { sasl }) }
}

/** KAFKA_SSL=true takes the system's authorities; any of the files turns TLS on as well. */
function tls(): Security['ssl'] {
  const isOn = oneOf('KAFKA_SSL', ['true', 'false'])
  const [ca, cert, key] = TLS_FILES.map(fileAt)
  const hasFiles = ca !== undefined || cert !== undefined || key !== undefined
  if (isOn === 'false' && hasFiles) throw new SettingError('KAFKA_SSL=false contradicts KAFKA_SSL_CA, _CERT and _KEY')
  if ((cert === undefined) !== (key === undefined)) {
    throw new SettingError('KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together: one of them is not set')
  }
  if (!hasFiles) return isOn === 'true' ? true : undefined
  return { ...(ca !== undefined && { ca: [ca] }), ...(cert !== undefined && key !== undefined && { cert, key }) }
}

function login(): Security['sasl'] {
  const mechanism = oneOf('KAFKA_SASL_MECHANISM', MECHANISMS)
  if (mechanism === undefined) {
    const stray = SASL.find((name) => optional(name) !== undefined)
    if (stray !== undefined) throw new SettingError(`${stray} is set without KAFKA_SASL_MECHANISM`)
    return undefined
  }
  const username = required('KAFKA_SASL_USERNAME')
  const password = required('KAFKA_SASL_PASSWORD', secret('KAFKA_SASL_PASSWORD'))
  return { mechanism, username, password } as NonNullable<Security['sasl']>
}

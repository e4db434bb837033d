import type { ClusterOptions } from '@claims-audit/event-log'
import { setting } from './table.js'
import { SettingError, optional, required } from './variables.js'

/** TLS and SASL, as kafkajs takes them (kafka.js.org/docs/configuration, "SSL" and "SASL"). */
type Security = Omit<ClusterOptions, 'brokers'>

const SASL = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE'] as const

/** Where Kafka is and how to be let in. Throws SettingError where KAFKA_BROKERS is not set. */
export const cluster = (): ClusterOptions => ({
  brokers: required('KAFKA_BROKERS', setting('KAFKA_BROKERS')),
  ...security(),
})

/** The same, or undefined where KAFKA_BROKERS is not set. */
export function clusterGiven(): ClusterOptions | undefined {
  const brokers = setting('KAFKA_BROKERS')
  const secured = security()
  if (brokers !== undefined) return { brokers, ...secured }
  if (Object.keys(secured).length > 0) throw new SettingError('KAFKA_SSL and KAFKA_SASL_MECHANISM need KAFKA_BROKERS')
  return undefined
}

function security(): Security {
  const [ssl, sasl] = [tls(), login()]
  return { ...(ssl !== undefined && { ssl }), ...(sasl !== undefined && { sasl }) }
}

/** KAFKA_SSL=true trusts the system's authorities; any of the files turns TLS on as well. */
function tls(): Security['ssl'] {
  const isOn = setting('KAFKA_SSL')
  const [ca, cert, key] = [setting('KAFKA_SSL_CA'), setting('KAFKA_SSL_CERT'), setting('KAFKA_SSL_KEY')]
  const hasFiles = ca !== undefined || cert !== undefined || key !== undefined
  if (isOn === 'false' && hasFiles) throw new SettingError('KAFKA_SSL=false contradicts KAFKA_SSL_CA, _CERT and _KEY')
  if ((cert === undefined) !== (key === undefined)) {
    throw new SettingError('KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together: one of them is not set')
  }
  if (!hasFiles) return isOn === 'true' ? true : undefined
  return { ...(ca !== undefined && { ca: [ca] }), ...(cert !== undefined && key !== undefined && { cert, key }) }
}

function login(): Security['sasl'] {
  const mechanism = setting('KAFKA_SASL_MECHANISM')
  if (mechanism === undefined) {
    const stray = SASL.find((name) => optional(name) !== undefined)
    if (stray !== undefined) throw new SettingError(`${stray} is set without KAFKA_SASL_MECHANISM`)
    return undefined
  }
  const username = required('KAFKA_SASL_USERNAME', setting('KAFKA_SASL_USERNAME'))
  const password = required('KAFKA_SASL_PASSWORD', setting('KAFKA_SASL_PASSWORD'))
  return { mechanism, username, password } as NonNullable<Security['sasl']>
}

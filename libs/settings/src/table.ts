import { MODES, USER_TABLES, describeUserTable } from '@claims-audit/contracts'
import type { UserTable } from '@claims-audit/contracts'
import { ACCESS_SETTINGS } from './access-table.js'
import { COMPOSER_SETTINGS } from './composer-table.js'
import { FOLDER_SETTINGS } from './folder-table.js'
import { MLLP_SETTINGS } from './mllp-table.js'
import { choice, list, milliseconds, number, port, text } from './kinds.js'
import type { Setting } from './kinds.js'
import { addresses, fileAt, httpUrl, optional, postgresUrl, secret, timeZone } from './variables.js'

const SERVICES = 'every service'
const KAFKA = 'what reads or writes Kafka'
const START = '`npm start`'

const pem = (meaning: string) => ({ values: 'a PEM file', meaning, default: '', readBy: KAFKA, read: fileAt })
type TableSetting = (typeof USER_TABLES)[UserTable]['setting']

/** The files of the user's tables, one variable each. */
const userTables = (): Record<TableSetting, Setting<string | undefined>> =>
  Object.fromEntries(
    Object.values(USER_TABLES).map((table) => [
      table.setting,
      {
        values: 'a file',
        meaning: `Your ${describeUserTable(table)}.`,
        default: '',
        readBy: 'what audits',
        read: optional,
      },
    ]),
  ) as Record<TableSetting, Setting<string | undefined>>

/**
 * Every variable that a process of ours reads: docs/settings.md is this table. A value that is wrong ends the start
 * with one line that names the variable, and status 2.
 */
export const SETTINGS = {
  KAFKA_BROKERS: {
    values: '`host:port`, comma-separated',
    meaning: 'Bootstrap addresses of Kafka.',
    default: `${START}: Docker, or processes of its own`,
    readBy: KAFKA,
    read: addresses,
  },
  KAFKA_SSL: choice(['true', 'false'], {
    meaning: 'TLS to Kafka, trusting the authorities of the system.',
    default: '`false`',
    readBy: KAFKA,
  }),
  KAFKA_SSL_CA: pem("The authority that signed Kafka's certificate. Turns TLS on."),
  KAFKA_SSL_CERT: pem("The client's certificate. Turns TLS on; needs KAFKA_SSL_KEY."),
  KAFKA_SSL_KEY: pem("The client's key; needs KAFKA_SSL_CERT."),
  KAFKA_SASL_MECHANISM: choice(['plain', 'scram-sha-256', 'scram-sha-512'], {
    meaning: 'How to log in to Kafka.',
    default: 'no login',
    readBy: KAFKA,
  }),
  KAFKA_SASL_USERNAME: text({ meaning: 'The user name for Kafka.', default: '', readBy: KAFKA }),
  KAFKA_SASL_PASSWORD: {
    values: 'a secret',
    meaning: 'The password for Kafka.',
    default: '',
    readBy: KAFKA,
    read: secret,
  },
  DATABASE_URL: {
    values: '`postgres://user:password@host:port/database`, a secret',
    meaning:
      'The database. `?sslmode=verify-full&sslrootcert=FILE` turns TLS on. Without it `intake` and `folder` do not number the versions of X12 and FHIR claims.',
    default: `${START}: Docker, or a process of its own`,
    readBy: 'api, archive, composer, findings, replay, intake, folder, the command line',
    read: postgresUrl,
  },
  SIGNING_KEY: {
    values: '16 characters or more, a secret',
    meaning: 'What the stages sign their messages to each other with. The same for all services of an installation.',
    default: `${START}: one of its own; a service: unsigned`,
    readBy: 'the stages',
    read: (name: string) => secret(name, { least: 16 }),
  },
  HOST: text({
    meaning:
      'The address where the service listens. `intake` and `api` accept loopback only, unless OIDC_ISSUER and PUBLIC_URL are set.',
    default: '127.0.0.1',
    readBy: `${SERVICES}; not ${START}`,
  }),
  PORT: port({
    meaning: 'The port where the service listens; 0 takes a free one.',
    default: 'api 3000, intake 3001, the others 3011 to 3017',
    readBy: `${SERVICES}; not ${START}`,
  }),
  HEALTH_PORT: port({
    meaning: 'A separate port for health and metrics.',
    default: 'the port of the service',
    readBy: `${SERVICES}; not ${START}`,
  }),
  HEALTH_HOST: text({
    meaning: 'The address of HEALTH_PORT. A Kubernetes probe comes from the node and needs 0.0.0.0.',
    default: '127.0.0.1',
    readBy: `${SERVICES}; not ${START}`,
  }),
  INTAKE_PORT: port({
    meaning: 'The port of intake. The start ends if it is taken.',
    default: '3001, or a free one with a warning',
    readBy: START,
  }),
  API_PORT: port({
    meaning: 'The port of the api. The start ends if it is taken.',
    default: '3000, or a free one with a warning',
    readBy: `${START}, demo-people`,
  }),
  TIME_ZONE: {
    values: 'a name of the IANA time zone database',
    meaning: 'The zone in which the workbench shows times: that of the hospital.',
    default: 'that of the machine',
    readBy: 'api',
    read: timeZone,
  },
  INTAKE_URL: {
    values: 'an HTTP address',
    meaning: 'Where the documentation of the api says that claims go in.',
    default: 'http://127.0.0.1:3001',
    readBy: 'api',
    read: httpUrl,
  },
  ...ACCESS_SETTINGS,
  PIPELINE: choice(MODES, {
    meaning: '`fused` runs the whole audit within findings, for a small site.',
    default: '`chained`',
    readBy: `findings, ${START}`,
  }),
  RULES: list({
    meaning: 'Directories of rule packs to load beside the shipped ones.',
    default: 'none',
    readBy: 'what audits',
  }),
  ...userTables(),
  AUDIT_BUDGET_MS: milliseconds(
    {
      meaning: 'Time limit for the audit of a large claim. Beyond it the claim is quarantined, or refused by intake.',
      default: '30000',
      readBy: 'code-validation, findings, intake',
    },
    undefined,
  ),
  REPLAY_THREADS: number(
    { from: 1, to: 99, unit: 'a number of threads' },
    { meaning: 'Threads for each run.', readBy: 'replay' },
    1,
  ),
  STATEMENT_TIMEOUT_MS: milliseconds(
    { meaning: 'How long a request may work in the database. Then 503 with Retry-After.', readBy: 'api' },
    120_000,
  ),
  LOCK_TIMEOUT_MS: milliseconds(
    { meaning: 'How long a request may wait for a lock of the database.', readBy: 'api' },
    5_000,
  ),
  CONNECTION_TIMEOUT_MS: milliseconds(
    { meaning: 'How long a request may wait for a connection of the pool.', readBy: 'api' },
    5_000,
  ),
  REQUEST_TIMEOUT_MS: milliseconds(
    { meaning: 'How long a request may take to arrive, body and all. Then 408.', readBy: 'api, intake' },
    300_000,
  ),
  INTAKE_MOST_MB: number(
    { from: 64, to: 99_999, unit: 'a number of megabytes' },
    {
      meaning: 'Megabytes of bodies that are held at once. Beyond it requests are answered 503 with Retry-After.',
      readBy: 'intake',
    },
    256,
  ),
  IDEMPOTENCY_HOURS: number(
    { from: 1, to: 8_760, unit: 'a number of hours' },
    { meaning: 'How long the answer to a request with an Idempotency-Key is given again.', readBy: 'intake' },
    24,
  ),
  PROGRESS_TIMEOUT_MS: milliseconds(
    { meaning: 'Lag without a commit for this long makes `/health/live` fail.', readBy: 'the stages' },
    60_000,
  ),
  ...COMPOSER_SETTINGS,
  ...FOLDER_SETTINGS,
  ...MLLP_SETTINGS,
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    meaning: 'The least severe lines that are written.',
    default: '`info`',
    readBy: SERVICES,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: text({
    meaning: 'Where traces go. The other `OTEL_` variables of OpenTelemetry count too.',
    default: 'no traces',
    readBy: SERVICES,
  }),
} satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof SETTINGS

/** A setting's value. Throws SettingError where it is wrong. */
export const setting = <N extends SettingName>(name: N): ReturnType<(typeof SETTINGS)[N]['read']> =>
  SETTINGS[name].read(name) as ReturnType<(typeof SETTINGS)[N]['read']>

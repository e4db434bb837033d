import { connect } from 'node:net'

/**
 * Whether a broker serves clients at host:port: it must answer a Metadata request and name itself.
 * An open port says too little, since a KRaft broker listens before its controller lets it serve.
 */
export function kafkaAnswers(host: string, port: number, timeoutMs = 2_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let received = Buffer.alloc(0)
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => end(false))
    socket.once('error', () => end(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.write(METADATA_REQUEST))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length >= BROKER_COUNT_AT + 4) end(received.readInt32BE(BROKER_COUNT_AT) > 0)
    })
  })
}

/** Metadata (api key 3), version 1, correlation id 1, no client id, an empty array of topics: brokers only. */
const METADATA_REQUEST = Buffer.from('0000000e' + '0003' + '0001' + '00000001' + 'ffff' + '00000000', 'hex')

/** The answer: size, correlation id, then the array of brokers. */
const BROKER_COUNT_AT = 8

import { once } from 'node:events'
import { promisify } from 'node:util'
import { createGzip, createZstdCompress, gzip, zstdCompress } from 'node:zlib'
import { compressFrame } from 'lz4-napi'
import kafkajs, { type Message, type ProducerConfig } from 'kafkajs'
import { compress as compressSnappy } from 'snappy'

const { CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs
const CODECS = kafkajs.CompressionCodecs as unknown as Record<number, () => object>

/** A codec that packs, by its name in Kafka's settings. */
export type Packing = 'gzip' | 'snappy' | 'lz4' | 'zstd'

const TYPES: Record<Packing, number> = {
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
}

type Pack = (records: Buffer) => Promise<Buffer>

export const PACK: Record<Packing, Pack> = {
  gzip: promisify(gzip),
  snappy: compressSnappy,
  lz4: (records) => compressFrame(records),
  zstd: promisify(zstdCompress),
}

/** Sends messages by kafkajs as batches of a codec, one for each partition. */
export async function sendCompressed(
  brokers: string[],
  topic: string,
  packing: Packing | 'none',
  messages: Message[],
  o: { pack?: Pack; settings?: Partial<ProducerConfig> } = {},
): Promise<void> {
  const { settings = { retry: { retries: 0 } } } = o
  const producer = new Kafka({
    clientId: 'packed',
    brokers,
    logLevel: logLevel.NOTHING,
    requestTimeout: 120_000,
  }).producer({ createPartitioner: Partitioners.DefaultPartitioner, ...settings })
  await producer.connect()
  const type = packing === 'none' ? CompressionTypes.None : TYPES[packing]
  const usual = CODECS[type]
  if (packing !== 'none')
    CODECS[type] = () => ({ compress: ({ buffer }: { buffer: Buffer }) => (o.pack ?? PACK[packing])(buffer) })
  try {
    const sending = settings.transactionalId === undefined ? producer : await producer.transaction()
    await sending.send({ topic, compression: type, timeout: 120_000, messages })
    if ('commit' in sending) await sending.commit()
  } finally {
    if (usual !== undefined) CODECS[type] = usual
    await producer.disconnect()
  }
}

/** Sends one batch of `count` records whose packed bytes are given, right or wrong. */
export async function sendPacked(
  brokers: string[],
  topic: string,
  packing: Packing,
  packed: Buffer,
  o: { count?: number; partition?: number } = {},
): Promise<void> {
  const { count = 1, partition = 0 } = o
  await sendCompressed(
    brokers,
    topic,
    packing,
    Array.from({ length: count }, () => ({ value: null, partition })),
    { pack: async () => packed },
  )
}

/** A broker takes it: it does not look at the content's checksum. */
export async function corruptLz4(count: number): Promise<Buffer> {
  const frame = Buffer.from(await compressFrame(emptyRecords(count), { contentChecksum: true }))
  frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 1, frame.length - 1)
  return frame
}

/** One record whose value is so many zero bytes, in pieces. */
function* zeroRecord(bytes: number): Generator<Buffer> {
  const before = Buffer.concat([Buffer.from([0, 0, 0, 1]), varInt(bytes)])
  yield Buffer.concat([varInt(before.length + bytes + 1), before])
  const piece = Buffer.alloc(1 << 20)
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length))
  // No headers.
  yield Buffer.from([0])
}

/** Empty records, with offsets that follow each other. */
export function emptyRecords(count: number): Buffer {
  const records = Array.from({ length: count }, (_, at) => {
    const body = Buffer.concat([Buffer.from([0, 0]), varInt(at), Buffer.from([1, 1, 0])])
    return Buffer.concat([varInt(body.length), body])
  })
  return Buffer.concat(records)
}

/** Zigzag and little-endian in groups of seven bits, as Kafka's records have lengths. */
function varInt(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value * 2; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left % 128) + 128)
  }
}

/** A record that is so many bytes long when it is unpacked, and a fraction of that before. */
export async function bomb(packing: Packing, bytes: number): Promise<Buffer> {
  if (packing === 'snappy') return Buffer.from(await compressSnappy(Buffer.concat([...zeroRecord(bytes)])))
  if (packing === 'lz4') return compressFrame(Buffer.concat([...zeroRecord(bytes)]))
  const stream = packing === 'gzip' ? createGzip({ level: 9 }) : createZstdCompress()
  const pieces: Buffer[] = []
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  for (const piece of zeroRecord(bytes)) if (!stream.write(piece)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'end')
  return Buffer.concat(pieces)
}

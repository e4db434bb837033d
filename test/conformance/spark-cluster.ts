import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../libs/stack/src/free-port.ts'
import { startServer } from '../../libs/stack/src/server-process.ts'
import type { ServerProcess } from '../../libs/stack/src/server-process.ts'

/** A standalone Spark on loopback: a master, and workers of one core each. */
export interface SparkCluster {
  url: string
  submit: string
  env: NodeJS.ProcessEnv
  /** The processes of the executors that run now. */
  executors(): Promise<number[]>
  stop(): Promise<void>
}

const LIMIT_MS = 60_000
const execute = promisify(execFile)
/** A task is not begun a second time on the host that has it; only Linux has many on loopback. */
const hostOf = (worker: number): string => (process.platform === 'linux' ? `127.0.0.${worker + 2}` : '127.0.0.1')

/** `folder`: logs, and what executors keep. Whatever ends us ends the cluster too. */
export async function startSpark(python: string, workers: number, folder: string): Promise<SparkCluster> {
  const home = (await execute(python, ['-c', 'import pyspark; print(pyspark.__path__[0])'])).stdout.trim()
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    SPARK_HOME: home,
    SPARK_LOCAL_IP: '127.0.0.1',
    SPARK_LOCAL_DIRS: join(folder, 'local'),
    PYSPARK_PYTHON: python,
    SPARK_DAEMON_MEMORY: '256m',
  }
  const url = `spark://127.0.0.1:${await freePort()}`
  const servers: ServerProcess[] = []
  const stop = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.stop())))
  const start = async (name: string, host: string, role: string, args: string[], says: RegExp): Promise<void> => {
    const logFile = join(folder, `${name}.log`)
    const server = await startServer({
      command: join(home, 'bin/spark-class'),
      args: [`org.apache.spark.deploy.${role}`, '--host', host, '--webui-port', '0', ...args],
      stopSignal: 'TERM',
      logFile,
      pidFile: join(folder, `${name}.pid`),
      env: { ...env, SPARK_LOCAL_IP: host },
    })
    servers.push(server)
    for (const deadline = Date.now() + LIMIT_MS; !says.test(await readFile(logFile, 'utf8')); await pause(100))
      if (server.ended() || Date.now() > deadline) throw new Error(`${name} did not start:\n${await server.logTail()}`)
  }
  const names = Array.from({ length: workers }, (_, n) => `worker-${n + 1}`)
  try {
    await start(
      'master',
      '127.0.0.1',
      'master.Master',
      ['--port', url.slice(url.lastIndexOf(':') + 1)],
      /New state: ALIVE/,
    )
    for (const [n, name] of names.entries())
      await start(
        name,
        hostOf(n),
        'worker.Worker',
        ['--cores', '1', '--memory', '1g', '--work-dir', join(folder, 'work'), url],
        /Successfully registered with master/,
      )
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    submit: join(home, 'bin/spark-submit'),
    env,
    executors: async () => {
      const ours = await Promise.all(
        names.map(async (name) => (await readFile(join(folder, `${name}.pid`), 'utf8')).trim()),
      )
      const { stdout } = await execute('ps', ['-A', '-o', 'pid=,ppid=,args='], { maxBuffer: 1 << 26 })
      const processes = stdout.split('\n').map((line) => line.trim().split(/\s+/))
      return processes
        .filter(
          ([, parent = '', ...args]) =>
            ours.includes(parent) && args.includes('org.apache.spark.executor.CoarseGrainedExecutorBackend'),
        )
        .map(([pid]) => Number(pid))
    },
    stop,
  }
}

import { execFile } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface Certificate {
  cert: string
  key: string
}

/** An authority of this run alone. Its files are PEM; what it signs is good for a day and for 127.0.0.1. */
export class Authority {
  readonly file: string
  private readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
    this.file = join(folder, 'ca.pem')
  }

  static async make(folder: string): Promise<Authority> {
    const authority = new Authority(folder)
    const made = ['-keyout', join(folder, 'ca.key'), '-out', authority.file, '-subj', '/CN=claims-audit test authority']
    await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...made)
    return authority
  }

  /** A certificate whose CN is `name`; the key is PKCS#8. */
  async sign(name: string): Promise<Certificate> {
    const at = (ending: string): string => join(this.folder, `${name}.${ending}`)
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('key'),
      '-out',
      at('csr'),
      '-subj',
      `/CN=${name}`,
    )
    await writeFile(at('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
    const by = ['-CA', this.file, '-CAkey', join(this.folder, 'ca.key'), '-CAcreateserial', '-days', '1']
    await openssl('x509', '-req', '-in', at('csr'), '-out', at('pem'), '-extfile', at('ext'), ...by)
    await chmod(at('key'), 0o600)
    return { cert: at('pem'), key: at('key') }
  }

  /** Key and certificate in one file, as Kafka's PEM keystore wants them. */
  async signStore(name: string): Promise<string> {
    const { cert, key } = await this.sign(name)
    const store = join(this.folder, `${name}-store.pem`)
    await writeFile(store, `${await readFile(key, 'utf8')}${await readFile(cert, 'utf8')}`, { mode: 0o600 })
    return store
  }
}

const openssl = (...args: string[]): Promise<unknown> => execute('openssl', args)

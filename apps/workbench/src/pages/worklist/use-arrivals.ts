import { useEffect, useState } from 'react'

/**
 * How many findings have come since the list was last read, by the api's stream; the browser asks again when it ends.
 */
export function useArrivals(): { count: number; seen: () => void } {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const stream = new EventSource('/v1/stream')
    stream.addEventListener('arrived', ({ data }: MessageEvent<string>) => {
      const { findings } = JSON.parse(data) as { findings: number }
      setCount((before) => before + findings)
    })
    return () => stream.close()
  }, [])
  return { count, seen: () => setCount(0) }
}

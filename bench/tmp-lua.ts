import { Redis } from 'ioredis'
import { startBenchRedis } from './redis.js'
const server = (await startBenchRedis())!
const client = new Redis(server.port)
const P = `local now=tonumber(ARGV[1]) local inc=tonumber(ARGV[2]) local tol=tonumber(ARGV[3]) local vals=redis.call('MGET',unpack(KEYS)) local out={} local seen={} for i=1,#KEYS do local tat=seen[KEYS[i]] or tonumber(vals[i] or now) if tat<now then tat=now end local n=tat+inc if n-now>tol then out[i]='0' else out[i]='1' seen[KEYS[i]]=n redis.call('SET',KEYS[i],n,'PX',60000) end end return table.concat(out)`
const variants: Record<string, string> = {
  proto: P,
  protoStrPX: P.replace("'PX',60000", "'PX','60000'"),
  protoInt: P.replace("KEYS[i],n,'PX',60000", "KEYS[i],string.format('%d',n),'PX','60000'"),
  fmt: P.replace("KEYS[i],n,'PX',60000", "KEYS[i],string.format('%.6f',n),'PX','60000'"),
  pset: P.replace("redis.call('SET',KEYS[i],n,'PX',60000)", "redis.call('PSETEX',KEYS[i],60000,n)"),
  psetStr: P.replace(
    "redis.call('SET',KEYS[i],n,'PX',60000)",
    "redis.call('PSETEX',KEYS[i],'60000',string.format('%.4f',n))",
  ),
  noset: P.replace("redis.call('SET',KEYS[i],n,'PX',60000)", ''),
  nothing: `return table.concat(KEYS)`,
}
const shas: Record<string, string> = {}
for (const [k, v] of Object.entries(variants)) shas[k] = String(await client.script('LOAD', v))
for (const k of [...Object.keys(variants), ...Object.keys(variants)]) {
  await client.config('RESETSTAT')
  let t = 0
  for (let i = 0; i < 1500; i++) {
    const keys = Array.from({ length: 100 }, () => `{postern:t1}:m/api/prod/${(t = (t + 7919) % 10000)}`)
    await client.evalsha(shas[k]!, 100, ...keys, 68423423.123 + i / 7, 0.001, 1e6)
  }
  const l = String(await client.info('commandstats'))
    .split('\n')
    .find((x: string) => x.startsWith('cmdstat_evalsha'))
  console.log(k.padEnd(12), /usec_per_call=([\d.]+)/.exec(l!)![1])
}
client.disconnect()
await server.stop()

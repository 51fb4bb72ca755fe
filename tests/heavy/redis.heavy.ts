import { describeExactness } from '../redis/exactness.js'

describeExactness(Number(process.env['HEAVY_SECONDS'] ?? 60))

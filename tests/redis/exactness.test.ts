import { describeExactness } from './exactness.js'

// The long form is `npm run heavy`.
describeExactness(Number(process.env['HEAVY_SECONDS'] ?? 2))

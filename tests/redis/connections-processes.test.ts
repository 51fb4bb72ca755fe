import { describeManyProcesses } from './connections-processes.js'

// The long form is `npm run heavy`.
describeManyProcesses(800)

import { describeManyProcesses } from '../redis/connections-processes.js'

describeManyProcesses(10_000)

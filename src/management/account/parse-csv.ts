/** The rows of a CSV text by the names of its first line, in small letters; quotes and doubled quotes are understood. */
export function parseCsv(text: string): Array<Readonly<Record<string, string>>> {
  const [names = [], ...rows] = recordsOf(text)
  return rows
    .filter((row) => row.some((field) => field !== ''))
    .map((row) =>
      Object.fromEntries(names.map((name, index) => [name.trim().toLowerCase(), (row[index] ?? '').trim()])),
    )
}

function recordsOf(text: string): string[][] {
  const records: string[][] = [[]]
  let field = ''
  let quoted = false
  const endField = (): void => {
    records.at(-1)?.push(field)
    field = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') field += text.charAt((at += 1))
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') endField()
    else if (character === '\n') {
      endField()
      records.push([])
    } else if (character !== '\r') field += character
  }
  endField()
  return records
}

import type { Members, ValueOf } from './shapes.js'

/**
 * One operation of the service: the request (`{member}` in path and query says where a member goes, a query value without
 * braces is part of the operation), the status of success, the members that are in the body or no text, and those whose
 * name in the body is another.
 */
export type Operation =
  | readonly [request: string, status: number, members: Members]
  | readonly [request: string, status: number, members: Members, bodyNames: Readonly<Record<string, string>>]

type NamesIn<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
type PathOf<Template extends string> = Template extends `${infer Path}?${string}` ? Path : Template
type QueryOf<Template extends string> = Template extends `${string}?${infer Query}` ? Query : ''

type RequiredIn<M extends Members> = { [Name in keyof M]: M[Name] extends `${string}!` ? Name : never }[keyof M]

type TypeIn<M extends Members, Name extends string> = Name extends keyof M ? ValueOf<M[Name]> : string

/** The input of an operation, as its request and members say it. */
export type InputOf<O extends Operation> = {
  readonly [Name in NamesIn<PathOf<O[0]>>]: TypeIn<O[2], Name>
} & { readonly [Name in Exclude<NamesIn<QueryOf<O[0]>>, RequiredIn<O[2]>>]?: TypeIn<O[2], Name> } & {
  readonly [Name in RequiredIn<O[2]>]: ValueOf<O[2][Name]>
} & {
  readonly [Name in Exclude<keyof O[2], RequiredIn<O[2]> | NamesIn<PathOf<O[0]>>>]?: ValueOf<O[2][Name]>
}

#!/bin/sh
# Renders templates and reads paths with the reference engines: JSON lines in, JSON lines out (see Oracle.java).
# Needs a JDK 17 and Debian's packages `velocity` and `libjsonpath-java` (or the same jars in ORACLE_CLASSPATH).
# With options (--count N, --seed S, --only templates|paths) or at a terminal: compares this engine with it on random templates (generate.ts).
set -eu
here=$(dirname "$0")
if [ $# -gt 0 ] || [ -t 0 ]; then exec npx tsx "$here/generate.ts" "$@"; fi
jars=/usr/share/java
path=${ORACLE_CLASSPATH:-$jars/velocity.jar:$jars/json-path.jar:$jars/json-smart.jar:$jars/accessors-smart.jar:$jars/asm.jar:$jars/commons-lang.jar:$jars/commons-collections3.jar:$jars/slf4j-api.jar}
out=${ORACLE_CLASSES:-${TMPDIR:-/tmp}/postern-oracle}
if [ ! -f "$out/Oracle.class" ] || [ -n "$(find "$here" -name '*.java' -newer "$out/Oracle.class")" ]; then
  mkdir -p "$out"
  javac -nowarn -cp "$path" -d "$out" "$here"/*.java >&2
fi
exec java -XX:+UseSerialGC -cp "$out:$path" Oracle

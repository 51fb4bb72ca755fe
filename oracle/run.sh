#!/bin/sh
# Renders templates with the reference engine: JSON lines in, JSON lines out (see Oracle.java).
# Needs a JDK 17 and Debian's packages `velocity` and `libjsonpath-java` (or the same jars in ORACLE_CLASSPATH).
set -eu
here=$(dirname "$0")
jars=/usr/share/java
path=${ORACLE_CLASSPATH:-$jars/velocity.jar:$jars/json-path.jar:$jars/json-smart.jar:$jars/accessors-smart.jar:$jars/asm.jar:$jars/commons-lang.jar:$jars/commons-collections3.jar:$jars/slf4j-api.jar}
out=${ORACLE_CLASSES:-${TMPDIR:-/tmp}/postern-oracle}
if [ ! -f "$out/Oracle.class" ] || [ "$here/Oracle.java" -nt "$out/Oracle.class" ]; then
  mkdir -p "$out"
  javac -nowarn -cp "$path" -d "$out" "$here/Oracle.java" >&2
fi
exec java -XX:+UseSerialGC -cp "$out:$path" Oracle

#!/usr/bin/env bash
# Builds one of the Java judges (verapdf, referee) where it is missing or older than its sources.
# Offline when the local Maven repository has everything, online otherwise. Quiet unless it fails.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project="$here/$1"
stamp="$project/target/built"
if [ -f "$stamp" ] && [ -z "$(find "$project/pom.xml" "$project/src" -newer "$stamp" -print -quit)" ]; then
  exit 0
fi
mkdir -p "$project/target"
log="$project/target/build.log"
exec 9>"$project/target/lock"
flock 9
build() { mvn -q -B -Dmaven.test.skip=true -f "$project/pom.xml" "$@" package >"$log" 2>&1; }
if ! build -o && ! build; then
  tail -n 40 "$log" >&2
  echo "The Java judge '$1' could not be built; the log is $log" >&2
  exit 3
fi
touch "$stamp"

#!/usr/bin/env bash
# Official verdicts: lines "file TAB rule set" on standard input or in a file, one JSON object a line out (see Referee.java).
# referee.sh --list names the rule sets.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bash "$here/build.sh" referee
exec java -Xss16m -cp "$here/referee/target/conformance.jar:$here/referee/target/lib/*" facteur.conformance.Referee "$@"

#!/usr/bin/env bash
# PDF/A-3B verdicts of veraPDF: verapdf.sh FILE… or "-" to read the file names from standard input.
# One JSON object a line: {"file","compliant","failures":[{"clause","test","message","where","count"}]}
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bash "$here/build.sh" verapdf
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$here/verapdf/target/conformance.jar:$here/verapdf/target/lib/*" \
  facteur.conformance.VeraPdf "$@"

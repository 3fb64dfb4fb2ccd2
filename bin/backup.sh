#!/bin/sh
# Saves a scaled installation: the database first, the documents second, so that every document that the dump names is in the copy.
#   DATABASE_URL=postgres://… bin/backup.sh DOCUMENTS_FOLDER TARGET_FOLDER
# Makes TARGET/facteur.dump, TARGET/documents.tar and TARGET/SHA256SUMS. Runs beside working processes.
set -eu
[ $# -eq 2 ] && [ -n "${DATABASE_URL:-}" ] || { echo "usage: DATABASE_URL=… $0 DOCUMENTS_FOLDER TARGET_FOLDER" >&2; exit 64; }
documents=$1
target=$2
[ -d "$documents" ] || { echo "No such folder: $documents" >&2; exit 66; }
umask 077
mkdir -p "$target"
pg_dump "$DATABASE_URL" --format=custom --no-owner --file="$target/facteur.dump.part"
mv "$target/facteur.dump.part" "$target/facteur.dump"
tar --create --file="$target/documents.tar.part" --directory="$documents" .
mv "$target/documents.tar.part" "$target/documents.tar"
(cd "$target" && sha256sum facteur.dump documents.tar >SHA256SUMS)

#!/bin/sh
# Brings a backup of bin/backup.sh into an empty database and an empty documents folder, documents first:
#   DATABASE_URL=postgres://… bin/restore.sh SOURCE_FOLDER DOCUMENTS_FOLDER
# Afterwards `bin/facteur verify archive` and `bin/facteur verify numbers` prove that nothing is missing or changed.
set -eu
[ $# -eq 2 ] && [ -n "${DATABASE_URL:-}" ] || { echo "usage: DATABASE_URL=… $0 SOURCE_FOLDER DOCUMENTS_FOLDER" >&2; exit 64; }
source=$1
documents=$2
(cd "$source" && sha256sum --check --quiet SHA256SUMS) || { echo "The backup is damaged" >&2; exit 65; }
if [ -n "$(ls -A "$documents" 2>/dev/null)" ]; then
  echo "Not empty: $documents" >&2
  exit 73
fi
tables=$(psql "$DATABASE_URL" --tuples-only --no-align \
  --command="SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
[ "$tables" = 0 ] || { echo "The database is not empty" >&2; exit 73; }
umask 077
mkdir -p "$documents"
tar --extract --file="$source/documents.tar" --directory="$documents"
# The role belongs to the server, not to the dump.
PGOPTIONS='--client-min-messages=warning' psql "$DATABASE_URL" --quiet --set=ON_ERROR_STOP=1 --command="DO \$\$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'facteur_app') THEN CREATE ROLE facteur_app NOLOGIN; END IF; END \$\$" \
  --command='GRANT facteur_app TO CURRENT_USER'
pg_restore --dbname="$DATABASE_URL" --no-owner --exit-on-error --single-transaction "$source/facteur.dump"

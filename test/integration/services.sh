#!/bin/sh
# Runs a command beside a private PostgreSQL and a private Redis, on loopback and on free ports, and removes both afterwards:
#   test/integration/services.sh COMMAND [ARGUMENTS]
# The command sees DATABASE_URL and REDIS_URL, and SERVICES_DIR with the scripts `restart-postgres` and `restart-redis`.
# Both services, OpenSSH and Prometheus are installed from the distribution's packages where they are missing (root only).
set -eu

[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENTS]" >&2; exit 64; }

find_initdb() {
  command -v initdb 2>/dev/null || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1
}

if [ -z "$(find_initdb)" ] || ! command -v redis-server >/dev/null 2>&1 || [ ! -x /usr/sbin/sshd ] ||
  ! command -v prometheus >/dev/null 2>&1; then
  [ "$(id -u)" = 0 ] ||
    { echo "A service is missing; install postgresql, redis-server, openssh-server and prometheus" >&2; exit 69; }
  # Only the programs are wanted: no cluster of the distribution's own, no service started at install.
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update >/dev/null
  apt-get -qq install -y --no-install-recommends postgresql redis-server openssh-server prometheus >/dev/null 2>&1 ||
    { echo "The packages postgresql, redis-server, openssh-server and prometheus cannot be installed" >&2; exit 69; }
fi

BIN=$(dirname "$(readlink -f "$(find_initdb)")")
DIR=$(mktemp -d "${TMPDIR:-/tmp}/facteur-services.XXXXXX")
export SERVICES_DIR="$DIR"

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 && OWNER=postgres || OWNER=nobody
  chmod 711 "$DIR"
  mkdir "$DIR/postgres"
  chown "$OWNER" "$DIR/postgres"
  as_owner() { (cd "$DIR/postgres" && setpriv --reuid="$OWNER" --regid="$(id -g "$OWNER")" --clear-groups -- "$@"); }
  AS_OWNER="setpriv --reuid=$OWNER --regid=$(id -g "$OWNER") --clear-groups --"
else
  mkdir "$DIR/postgres"
  as_owner() { "$@"; }
  AS_OWNER=""
fi

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

PGPORT_PRIVATE=$(free_port)
REDIS_PORT=$(free_port)
DATA="$DIR/postgres/data"

as_owner "$BIN/initdb" -D "$DATA" -U facteur -A trust -E UTF8 --locale=C --no-sync >/dev/null
cat >>"$DATA/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PGPORT_PRIVATE
unix_socket_directories = ''
shared_buffers = 256MB
max_connections = 200
CONF

cat >"$DIR/restart-postgres" <<SCRIPT
#!/bin/sh
# Usage: restart-postgres [immediate|fast]
cd "$DIR/postgres" && exec $AS_OWNER "$BIN/pg_ctl" -s -D "$DATA" -l "$DIR/postgres/log" -m "\${1:-fast}" -w restart
SCRIPT
cat >"$DIR/restart-redis" <<SCRIPT
#!/bin/sh
[ ! -f "$DIR/redis.pid" ] || kill -9 "\$(cat "$DIR/redis.pid")" 2>/dev/null || true
rm -f "$DIR/redis.pid"
exec redis-server --port $REDIS_PORT --bind 127.0.0.1 --dir "$DIR" --daemonize yes --pidfile "$DIR/redis.pid" \\
  --logfile "$DIR/redis.log" --save '' --appendonly no >/dev/null
SCRIPT
chmod 755 "$DIR/restart-postgres" "$DIR/restart-redis"

stop() {
  as_owner "$BIN/pg_ctl" -s -D "$DATA" -m immediate stop >/dev/null 2>&1 || true
  [ ! -f "$DIR/redis.pid" ] || kill "$(cat "$DIR/redis.pid")" 2>/dev/null || true
  rm -rf "$DIR"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$BIN/pg_ctl" -s -D "$DATA" -l "$DIR/postgres/log" -w start
"$DIR/restart-redis"
waited=0
until redis-cli -p "$REDIS_PORT" ping >/dev/null 2>&1; do
  waited=$((waited + 1))
  [ "$waited" -lt 100 ] || { echo "Redis did not start" >&2; exit 69; }
  sleep 0.1
done

export DATABASE_URL="postgres://facteur@127.0.0.1:$PGPORT_PRIVATE/postgres"
export REDIS_URL="redis://127.0.0.1:$REDIS_PORT/0"
"$@"

#!/bin/sh
# As in the official image: the first start makes POSTGRES_USER and POSTGRES_DB with a server that has no port, then the
# command runs. Whoever waits for "ready to accept connections" sees it twice, as there.
set -eu
if [ "$(id -u)" = 0 ]; then
  chown postgres:postgres /var/lib/postgresql
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be set}"
  umask 077
  mkdir -p "$PGDATA"
  echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb -D "$PGDATA" --username="$user" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -w -o "-c listen_addresses='' -c unix_socket_directories=/tmp" start
  [ "$database" = postgres ] || psql -h /tmp -U "$user" -d postgres -c "create database \"$database\""
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
# `docker stop` sends TERM, on which Postgres would wait for its clients; INT makes it end at once, as in the official image.
"$@" -c listen_addresses='*' -c unix_socket_directories=/tmp &
server=$!
trap 'kill -INT "$server"' TERM INT
# The first wait ends with the signal, the second with the server.
wait "$server" || wait "$server"

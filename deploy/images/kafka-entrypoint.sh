#!/bin/sh
# As in the official image: KAFKA_LOG_DIRS becomes log.dirs and so on; storage is formatted once; then the broker runs.
set -eu
properties=/tmp/server.properties
env | grep '^KAFKA_' | grep -v -E '^KAFKA_(HEAP_OPTS|OPTS)=' | while IFS='=' read -r name value; do
  echo "$(echo "${name#KAFKA_}" | tr 'A-Z_' 'a-z.')=$value"
done >"$properties"
grep -q '^log.dirs=' "$properties" || echo 'log.dirs=/var/lib/kafka/data' >>"$properties"

java="java ${KAFKA_HEAP_OPTS:-} ${KAFKA_OPTS:-} -Dlog4j2.configurationFile=/opt/kafka/log4j2.properties -cp /opt/kafka/libs/*"
# Neither the options nor the class path may be expanded as file names, but the options must be split.
set -f
$java kafka.tools.StorageTool format --ignore-formatted -t "${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}" -c "$properties"
exec $java kafka.Kafka "$properties"

#!/bin/bash
# Runs a file of SQL in Flink's own image: by its script; where that is missing, by the same classes from /sql.
set -euo pipefail
cd /opt/flink
options=(-D table.dml-sync=true -D sql-client.execution.result-mode=TABLEAU -f "$1")
if [ -x bin/sql-client.sh ]; then
    exec bin/sql-client.sh "${options[@]}"
fi

export FLINK_CONF_DIR=$PWD/conf
classes='lib/*:opt/planner/*:/sql/*'
quick='-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
# The gateway is a process of its own, since the client wants flink-python for the one inside it.
java $quick -Xmx384m -cp "$classes" org.apache.flink.table.gateway.SqlGateway \
    -D sql-gateway.endpoint.rest.address=localhost >/sql/gateway.log 2>&1 &
gateway=$!
trap 'kill $gateway; wait $gateway || true' EXIT
until curl -sf -o /dev/null localhost:8083/v1/info; do
    kill -0 $gateway || { cat /sql/gateway.log; exit 1; }
    sleep 0.1
done
java $quick -Xmx128m -cp "$classes" org.apache.flink.table.client.SqlClient \
    gateway -e http://localhost:8083 "${options[@]}"

#!/usr/bin/env bash
# Fills in the names of the template from the environment and starts nginx; `check` looks whether it answers.
set -euo pipefail
if [ "${1:-}" = check ]; then
  exec 3<>"/dev/tcp/127.0.0.1/$PORT"
  printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  head -n 1 <&3 | grep -q ' 200 '
  exit
fi
# Only these: everything else with a dollar is nginx's own.
names=$(grep -oE '\$\{[A-Z_]+\}' /etc/icp/nginx.conf.template | sort -u | tr '\n' ' ')
envsubst "$names" < /etc/icp/nginx.conf.template > "$RUN/nginx.conf"
exec nginx -p "$RUN" -c "$RUN/nginx.conf" -e stderr

#!/usr/bin/env bash
# A private, durable PostgreSQL cluster for drills: tools/cluster.sh KIND start|crash|stop|drop. "start" prints its PGHOST.
# A crash is an immediate stop: no checkpoint, no clean end of a session; what was committed must be there after the next start.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
. "$ROOT/tools/pg.sh"
[ $# = 2 ] && [ "$1" != test ] && [ "$1" != run ] || die "usage: tools/cluster.sh KIND start|crash|stop|drop, KIND other than test and run"
pg_place "$1"; pg_programs
stop() { ! pg_running || pg_as "$PGBIN/pg_ctl" -D "$PGDIR" -m "$1" -w -t 120 -s stop >/dev/null 2>&1; }
case $2 in
  start) pg_running || start_cluster; echo "$PGRUN";;
  crash) stop immediate;;
  stop) stop fast;;
  drop) stop immediate; rm -rf "$PGDIR" "$PGRUN" "$STATE/pg-$PGKIND.start";;
  *) die "tools/cluster.sh does not know $2";;
esac

# A private PostgreSQL cluster on a unix socket, run by an unprivileged account. Kinds: test (no durability), run, and drill (durable; tools/cluster.sh crashes it).
# Several scripts may use one cluster: each holds a shared lock, and the last one to end stops the server.

pg_bin() { # data folder: the programs of the version that made it, else the newest
  local d want=; [ ! -e "$1/PG_VERSION" ] || want=$(pg_as cat "$1/PG_VERSION")
  for d in ${DEALER_PGBIN:+"$DEALER_PGBIN"} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(readlink -f "$(command -v initdb || echo /nowhere/x)")")"; do
    [ -x "$d/initdb" ] || continue
    [ -z "$want" ] || [ "$("$d/postgres" -V | grep -oE '[0-9]+' | head -n1)" = "$want" ] || continue
    echo "$d"; return
  done
}
pg_as() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u "$PGACCOUNT" -- "$@"); else "$@"; fi; }

ensure_pg() { # kind
  if [ -n "${PGHOST:-}" ]; then
    [ -z "${DEALER_PGBIN:-}" ] || PATH=$DEALER_PGBIN:$PATH
    psql -d postgres -Atc 'select 1' >/dev/null 2>&1 || die "the PostgreSQL server at PGHOST=$PGHOST does not answer to $(psql -V | head -n1): check PGHOST, PGPORT, PGUSER and PGPASSWORD"
    log "using the PostgreSQL server at PGHOST=$PGHOST"; return
  fi
  pg_place "$1"
  exec 7>"$STATE/pg-$PGKIND.users"; flock -s 7
  pg_programs
  pg_running || start_cluster
  at_exit release_pg
  export PGHOST=$PGRUN PGPORT=5432 PGUSER=odoo
  PATH=$PGBIN:$PATH
}

# pg_place KIND: the folders and the account of its cluster.
pg_place() {
  PGKIND=$1 PGDIR=$STATE/pg-$1 PGRUN=$STATE/run-$1 PGACCOUNT=
  if [ "$(id -u)" = 0 ]; then
    if id postgres >/dev/null 2>&1; then PGACCOUNT=postgres; else PGACCOUNT=nobody; fi
    mkdir -p "$STATE"; chmod 755 "$STATE"; install -d -m 755 -o "$PGACCOUNT" "$PGRUN"
    pg_as test -x "$STATE" || die "the account $PGACCOUNT, which PostgreSQL has to run under, cannot enter $STATE: choose another DEALER_STATE"
  else mkdir -p "$STATE" "$PGRUN"; fi
  [ ${#PGRUN} -le 90 ] || die "the path $PGRUN is too long for a socket: choose a shorter DEALER_STATE"
}

pg_programs() {
  PGBIN=$(pg_bin "$PGDIR")
  if [ -z "$PGBIN" ] && [ "$PGKIND" = test ]; then rm -rf "$PGDIR"; PGBIN=$(pg_bin "$PGDIR"); fi
  [ -n "$PGBIN" ] || die "no PostgreSQL programs found for the cluster in $PGDIR (wanted version: $(cat "$PGDIR/PG_VERSION" 2>/dev/null || echo any)): install them or set DEALER_PGBIN"
}

pg_running() { [ -e "$PGDIR/PG_VERSION" ] && pg_as "$PGBIN/pg_ctl" -D "$PGDIR" status >/dev/null 2>&1; }
pg_start() { pg_as "$PGBIN/pg_ctl" -D "$PGDIR" -w -t 120 -s -l "$PGRUN/log" start 7>&- 8>&- 9>&- >/dev/null 2>&1; }  # the server must not inherit our locks

start_cluster() {
  exec 6>"$STATE/pg-$PGKIND.start"; flock 6
  if ! pg_running; then
    [ -e "$PGDIR/PG_VERSION" ] || create_cluster
    if ! pg_start; then
      [ "$PGKIND" = test ] || die "PostgreSQL does not start: see $PGRUN/log (the data in $PGDIR is untouched)"
      log "the test cluster does not start: making a new one"   # it runs without fsync, so a crash may tear it
      create_cluster; pg_start || die "PostgreSQL does not start: see $PGRUN/log"
    fi
    touch "$PGRUN/started-by-us"
  fi
  exec 6>&-
}

create_cluster() {
  need_disk "$STATE" 1000 "a $PGKIND database cluster"
  log "creating a $PGKIND PostgreSQL cluster in $PGDIR"
  rm -rf "$PGDIR"
  [ "$PGKIND" != test ] || rm -rf "$STATE/data-test"     # the files of the databases that are gone
  if [ -n "$PGACCOUNT" ]; then install -d -m 700 -o "$PGACCOUNT" "$PGDIR"; else install -d -m 700 "$PGDIR"; fi
  pg_as "$PGBIN/initdb" -D "$PGDIR" -U odoo -A trust -E UTF8 --locale=C.UTF-8 > "$PGRUN/initdb.log" 2>&1 || { rm -rf "$PGDIR"; die "initdb failed: see $PGRUN/initdb.log"; }
  { echo "listen_addresses = ''"; echo "unix_socket_directories = '$PGRUN'"; echo "shared_buffers = 256MB"; echo "max_connections = 100"
    echo "random_page_cost = 1.1"; echo "log_min_messages = fatal"; echo "max_locks_per_transaction = 256"
    case $PGKIND in drill*) echo "max_connections = 200";; esac
    if [ "$PGKIND" = test ]; then printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' 'jit = off' 'wal_level = minimal' 'max_wal_senders = 0' 'max_wal_size = 4GB' 'checkpoint_timeout = 1h'; fi
  } | pg_as tee -a "$PGDIR/postgresql.conf" >/dev/null
}

# The last user of a cluster that we started stops it; whoever comes meanwhile waits for the lock.
release_pg() {
  flock -n -x 7 || return 0
  [ -e "$PGRUN/started-by-us" ] || return 0
  pg_as "$PGBIN/pg_ctl" -D "$PGDIR" -m fast -w -t 120 -s stop >/dev/null 2>&1; rm -f "$PGRUN/started-by-us"
}

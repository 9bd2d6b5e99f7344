# System packages: installed only when missing, and only with apt as root.
ensure_system() {
  local missing=() log=$LOGS/apt.log
  ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || [ -n "${PGHOST:-}" ] || [ -x "${DEALER_PGBIN:-}/initdb" ] || missing+=(postgresql)
  [ -z "${PGHOST:-}" ] || have psql || [ -x "${DEALER_PGBIN:-}/psql" ] || missing+=(postgresql-client)
  python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
  find_chromium >/dev/null || missing+=(chromium)
  [ -n "$(fc-list ':lang=zh-cn' 2>/dev/null | head -n1)" ] || missing+=(fonts-noto-cjk fontconfig)
  have git || missing+=(git)
  [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
  python3 -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' \
    || die "Odoo $ODOO_SERIES runs on Python 3.10 to 3.13, this is $(python3 -V 2>&1): put a fitting python3 first on PATH"
}

install_packages() {
  local log=$LOGS/apt.log
  have apt-get || die "these programs are missing and there is no apt-get here to install them: $*; install them with your own package manager"
  [ "$(id -u)" = 0 ] || die "only root can install what is missing: run 'sudo apt-get install --no-install-recommends $*' and start again"
  need_disk /usr 1500 "installing system packages"
  log "installing $*"
  mkdir -p "$LOGS"
  # postgresql would otherwise start a cluster of its own on port 5432
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  child apt-get update -qq < /dev/null > "$log" 2>&1 || true
  DEBIAN_FRONTEND=noninteractive child apt-get install -y -qq --no-install-recommends "$@" < /dev/null >> "$log" 2>&1 \
    || die "apt could not install $* (no network, no Debian mirror in the sources, or another apt at work): see $log"
}

# Chromium under any of the names it is shipped with.
find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v "$name" && return 0; done
  return 1
}

# Odoo's test browser looks for some of these names only: a link named "chromium" covers the others.
ensure_chromium_name() {
  local real; real=$(find_chromium) || die "no Chromium here: the browser tests cannot run (apt-get install chromium)"
  have chromium || have google-chrome || { mkdir -p "$STATE/bin"; ln -sfn "$real" "$STATE/bin/chromium"; PATH=$STATE/bin:$PATH; export PATH; }
}

# Sourced by every bin/ script: where things live. Every path can be overridden from the environment.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
NAME=dealer-commerce
ODOO_SERIES=19.0
export LC_ALL=C.UTF-8
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV ODOO_RC OPENERP_SERVER   # settings of another program must not leak in
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
CACHE=${DEALER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/$NAME}
# PostgreSQL refuses to run as root, and the account it runs under cannot see into /root:
# root's clusters therefore live under /var/lib.
if [ "$(id -u)" = 0 ]; then STATE=${DEALER_STATE:-/var/lib/$NAME}; else STATE=${DEALER_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/$NAME}; fi
LOGS=$STATE/log

log() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# need_disk FOLDER MEGABYTES WHAT: stop when the file system of FOLDER has less room than WHAT takes.
need_disk() {
  local dir=$1 free
  while [ ! -d "$dir" ]; do dir=$(dirname "$dir"); done
  free=$(df -Pm "$dir" | awk 'NR == 2 {print $4}')
  [ "${free:-0}" -ge "$2" ] || die "only ${free:-0} MB are free under $dir and $3 needs $2 MB: make room, or point DEALER_CACHE and DEALER_STATE to a larger disk"
}

# child COMMAND...: run it so that a signal sent to this script reaches it; its status is ours.
CHILD=
child() {
  local rc=0
  setsid "$@" <&0 & CHILD=$!
  while true; do
    rc=0; wait "$CHILD" || rc=$?
    kill -0 "$CHILD" 2>/dev/null || break    # a wait that a signal interrupted is repeated
  done
  CHILD=
  [ -z "${STOPPED:-}" ] || exit "$STOPPED"
  return "$rc"
}
STOPPED=
stop_child() { STOPPED=$1; if [ -n "$CHILD" ]; then kill -TERM "$CHILD" 2>/dev/null || true; else exit "$1"; fi; }
trap 'stop_child 143' TERM HUP
trap 'stop_child 130' INT

# Whatever has to be undone at the end, last one first.
CLEANUP=()
at_exit() { CLEANUP=("$1" ${CLEANUP[@]+"${CLEANUP[@]}"}); }
run_cleanup() { local rc=$? c; trap - EXIT; trap '' TERM INT HUP; set +e; for c in ${CLEANUP[@]+"${CLEANUP[@]}"}; do "$c"; done; exit "$rc"; }
trap run_cleanup EXIT

# A virtual environment keyed by the pinned requirements, the interpreter and the Odoo tree.
ensure_venv() {
  local key log=$LOGS/pip.log
  key=$( { python3 -c 'import sys; print(sys.version, sys.base_prefix)'; cat "$ROOT"/requirements*.txt "$ROOT/tools/link_odoo.py"; echo "$ODOO_LIB"; } | sha256sum | cut -c1-16)
  VENV=$CACHE/venv-$key
  if [ ! -e "$VENV/.complete" ]; then
    mkdir -p "$CACHE" "$LOGS"; exec 9>"$CACHE/.lock"; flock 9
    [ -e "$VENV/.complete" ] || build_venv "$log"
    exec 9>&-
  fi
  touch "$VENV/.complete"
  # environments of earlier pins that nobody used for a month
  find "$CACHE" -mindepth 2 -maxdepth 2 -path "$CACHE/venv-*/.complete" -mtime +30 -printf '%h\0' 2>/dev/null | xargs -0r rm -rf
  PATH=$VENV/bin:$PATH; export PATH
}

build_venv() { # log
  need_disk "$CACHE" 800 "the virtual environment"
  log "building the virtual environment"
  rm -rf "$VENV"
  python3 -m venv "$VENV" > "$1" 2>&1 || die "the virtual environment cannot be made: see $1"
  "$VENV/bin/python" "$ROOT/tools/link_odoo.py" "$ODOO_LIB"
  child "$VENV/bin/pip" install --disable-pip-version-check --no-input -r "$ROOT/requirements.txt" -r "$ROOT/requirements-dev.txt" < /dev/null >> "$1" 2>&1 9>&- \
    || die "the Python packages cannot be installed (no network, or no package index reachable): see $1"
  touch "$VENV/.complete"
}

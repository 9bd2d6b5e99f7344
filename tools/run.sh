# The parts of bin/run: build the database, keep it up to date, say where it is.
FILES=$STATE/data/filestore

db_exists() { [ "$(psql -d postgres -Atqc "select 1 from pg_database where datname = '$1'")" = 1 ]; }
drop_db() { dropdb -f --if-exists "$1" >/dev/null 2>&1; rm -rf "${FILES:?}/$1"; }
our_addons() { (cd "$ROOT/addons" && for m in */__manifest__.py; do ! grep -qE "[\"']installable[\"']: *False" "$m" && dirname "$m"; done; true); }

# step LABEL LOGNAME COMMAND...: run it quietly; when it fails, show the end of its log and stop.
step() {
  local label=$1 log=$LOGS/$2.log; shift 2
  log "$label"
  mkdir -p "$LOGS"
  child "$@" > "$log" 2>&1 || { tail -n 25 "$log" >&2; die "$label: failed, the whole log is $log"; }
}

# shell_step LABEL LOGNAME DATABASE SCRIPT: the same for a script in odoo shell.
shell_step() { step "$1" "$2" odoo shell -d "$3" --no-http < "$4"; }

DRAFT=
drop_draft() { [ -z "$DRAFT" ] || drop_db "$DRAFT"; }

# A half-built database never gets the real name; an old one is replaced only by a complete one.
build_database() {
  local names; names=$(our_addons | paste -sd,)
  need_disk "$STATE" 1500 "the database"
  DRAFT=${DB}_draft; drop_db "$DRAFT"; at_exit drop_draft
  step "creating the database (zh_CN, China, CNY)" run-init odoo db init "$DRAFT" --language zh_CN --country CN
  step "adding English" run-lang odoo i18n loadlang -d "$DRAFT" -l en
  step "installing the accounts" run-account odoo -d "$DRAFT" -i account,l10n_cn --stop-after-init --no-http --max-cron-threads=0
  shell_step "chart of accounts cn_large_bis, Asia/Shanghai" run-company "$DRAFT" "$ROOT/tools/shell/company.py"
  [ -z "$names" ] || step "installing all add-ons" run-install odoo -d "$DRAFT" -i "$names" --stop-after-init --no-http --max-cron-threads=0
  if [ -f "$ROOT/tools/story/load.py" ]; then
    export STORY_DATA=$ROOT/data STORY_SCRIPT=$ROOT/tools/story/load.py
    shell_step "loading the story from data/" run-story "$DRAFT" "$ROOT/tools/shell/story.py"
  fi
  shell_step "time zones and asset bundles" run-finish "$DRAFT" "$ROOT/tools/shell/finish.py"
  if db_exists "$DB"; then log "dropping the old database $DB"; drop_db "$DB"; fi
  psql -q -d postgres -c "alter database \"$DRAFT\" rename to \"$DB\""
  if [ -d "$FILES/$DRAFT" ]; then mv "$FILES/$DRAFT" "$FILES/$DB"; fi
  DRAFT=
  addon_hashes > "$STATE/addons-$DB"
}

# One line an add-on: name and hash of the files that an installed database depends on.
addon_hashes() {
  local a; for a in $(our_addons); do
    printf '%s %s\n' "$a" "$(cd "$ROOT/addons/$a" && find . -type f ! -path '*/__pycache__/*' ! -path './tests/*' ! -path './readme/*' ! -name '*.md' -print0 \
      | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)"
  done
}

upgrade_changed() {
  local old=$STATE/addons-$DB new changed added
  [ -e "$old" ] || : > "$old"
  new=$(addon_hashes)
  added=$(join -v1 <(cut -d' ' -f1 <<< "$new" | sort) <(cut -d' ' -f1 "$old" | sort) | paste -sd,)
  changed=$(join <(sort <<< "$new") <(sort "$old") | awk '$2 != $3 {print $1}' | paste -sd,)
  if [ -n "$added$changed" ]; then
    step "upgrading ${changed:-nothing}, installing ${added:-nothing}" run-upgrade odoo -d "$DB" ${changed:+-u "$changed"} ${added:+-i "$added"} \
      --stop-after-init --no-http --max-cron-threads=0
    printf '%s\n' "$new" > "$old"
  fi
}

# Links in invitations and mails name the address that is printed, whichever host name somebody logs in with.
set_base_url() {
  local address=http://127.0.0.1:$PORT
  psql -q -d "$DB" -v address="$address" <<'SQL'
insert into ir_config_parameter (key, value) values ('web.base.url', :'address'), ('web.base.url.freeze', 'True')
    on conflict (key) do update set value = excluded.value where ir_config_parameter.value <> excluded.value;
SQL
}

# In the background: when the server answers, say where it is and who may enter.
announce() {
  exec 7>&- 8>&-
  local i; for i in $(seq 600); do
    if python - "$PORT" 2>/dev/null <<'PY'
import sys
import urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/web/login", timeout=30).read()
PY
    then
      printf '\n  Dealer Commerce runs on http://127.0.0.1:%s  (database %s, Ctrl-C stops it)\n\n' "$PORT" "$DB"
      if [ -f "$ROOT/tools/story/LOGINS.txt" ]; then sed 's/^/  /' "$ROOT/tools/story/LOGINS.txt"; else echo "  login admin, password admin"; fi
      echo; return
    fi
    sleep 0.5
  done
}
ANNOUNCER=
stop_announce() { [ -z "$ANNOUNCER" ] || kill "$ANNOUNCER" 2>/dev/null; }

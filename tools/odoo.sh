# Finds Odoo 19: ODOO_LIB (the folder that holds the `odoo` package), ODOO_ADDONS (more add-on folders), ODOO_ID (what
# identifies this copy). First ODOO_PATH (a checkout), then ODOO_DEB (a local package), then Debian's archive.
SUITE_ODOO=sid
SUITE_ASSETS=trixie          # fonts and scripts that the package links to; sid's font-awesome is no longer 4.7
ASSETS="libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome fonts-roboto-unhinted fonts-inconsolata fonts-montserrat fonts-ocr-b"

odoo_release_ok() { [ -f "$1/odoo/release.py" ] && grep -q '^version_info = (19, 0' "$1/odoo/release.py"; }

ensure_odoo() {
  ODOO_ADDONS=
  if [ -n "${ODOO_PATH:-}" ]; then use_odoo_path; return; fi
  local home=$CACHE/odoo-$ODOO_SERIES
  if [ -n "${ODOO_DEB:-}" ]; then
    [ -f "$ODOO_DEB" ] || die "ODOO_DEB=$ODOO_DEB is no file: it must name a local odoo-19 .deb"
    [ "$(dpkg-deb -f "$ODOO_DEB" Package 2>/dev/null)" = odoo-19 ] || die "ODOO_DEB=$ODOO_DEB is not the Debian package odoo-19"
    home=$CACHE/odoo-$ODOO_SERIES-deb-$(sha256sum "$ODOO_DEB" | cut -c1-12)
  fi
  if [ ! -e "$home/.complete" ]; then
    mkdir -p "$CACHE"; exec 9>"$CACHE/.lock"; flock 9
    [ -e "$home/.complete" ] || unpack_odoo "$home"
    exec 9>&-
  fi
  ODOO_LIB=$home/usr/lib/python3/dist-packages
  ODOO_ID=$(cat "$home/.complete")
}

use_odoo_path() {
  [ -d "$ODOO_PATH" ] || die "ODOO_PATH=$ODOO_PATH is no folder: it must name a checkout of Odoo's $ODOO_SERIES branch"
  odoo_release_ok "$ODOO_PATH" || die "ODOO_PATH=$ODOO_PATH holds no Odoo $ODOO_SERIES (odoo/release.py is missing or names another version)"
  ODOO_LIB=$(cd "$ODOO_PATH" && pwd)
  if [ -d "$ODOO_LIB/addons/sale" ]; then ODOO_ADDONS=$ODOO_LIB/addons
  elif [ ! -d "$ODOO_LIB/odoo/addons/sale" ]; then die "ODOO_PATH=$ODOO_PATH has no community addons (no addons/sale): take a complete checkout"; fi
  ODOO_ID="$ODOO_LIB $(git -C "$ODOO_LIB" rev-parse HEAD 2>/dev/null || true)"
}

FETCH=
drop_fetch() { [ -z "$FETCH" ] || rm -rf "$FETCH"; }

# unpack_odoo HOME: fetch what is not at hand, unpack it beside HOME and move it into place when it is complete.
unpack_odoo() {
  local tmp
  have apt-get && have dpkg-deb || die "no Debian archive here: clone the $ODOO_SERIES branch of Odoo's community repository and set ODOO_PATH to it"
  need_disk "$CACHE" 4000 "unpacking Odoo, its Python packages and a database"
  mkdir -p "$LOGS"; tmp=$(mktemp -d "$CACHE/fetch.XXXXXX"); FETCH=$tmp; at_exit drop_fetch
  mkdir -p "$tmp/debs" "$tmp/root"
  collect_debs "$tmp"
  log "unpacking Odoo"
  local l=./usr/lib/python3/dist-packages p bad
  dpkg-deb --fsys-tarfile "$tmp"/debs/odoo-19_*.deb | tar -x -C "$tmp/root" --no-same-owner --wildcards \
    --exclude="$l/addons" --exclude="$l/doc" --exclude="$l/setup" --exclude="$l/*.egg-info" --exclude=./etc \
    --exclude='*/i18n/[!z]*.po' --exclude='*/i18n/z[!h]*.po' --exclude='*/i18n/zh_[!C]*.po' --exclude='*/i18n_extra/[!z]*.po'
  for p in "$tmp"/debs/*.deb; do case $p in */odoo-19_*) ;; *) dpkg-deb -x "$p" "$tmp/root";; esac; done
  bad=$(find "$tmp/root" -xtype l -printf '%P\n' | head -n5); [ -z "$bad" ] || die "dangling links after unpacking Odoo: $bad"
  odoo_release_ok "$tmp/root/usr/lib/python3/dist-packages" || die "the unpacked Odoo is not $ODOO_SERIES"
  # Debian's package leaves out this file (a prebuilt binary) while its manifest still names it.
  mkdir -p "$tmp/root/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation"
  echo '/* left out of the Debian package: background blur in video calls is unavailable */' \
    > "$tmp/root/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
  (cd "$tmp/debs" && ls) | sed 's/_all.deb$//' > "$tmp/root/.complete"
  rm -rf "$1"; mv "$tmp/root" "$1"; rm -rf "$tmp"; FETCH=
}

# collect_debs TMP: TMP/debs gets odoo-19 and its asset packages, from beside ODOO_DEB or from Debian.
collect_debs() {
  local tmp=$1 want=() p found
  if [ -n "${ODOO_DEB:-}" ]; then cp "$ODOO_DEB" "$tmp/debs/odoo-19_$(dpkg-deb -f "$ODOO_DEB" Version | sed s/:/%3a/)_all.deb"; else want+=("odoo-19/$SUITE_ODOO"); fi
  for p in $ASSETS; do
    found=; [ -z "${ODOO_DEB:-}" ] || found=$(find "$(dirname "$ODOO_DEB")" -maxdepth 1 -name "${p}_*.deb" | sort | tail -n1)
    if [ -n "$found" ]; then cp "$found" "$tmp/debs/"; else want+=("$p/$SUITE_ASSETS"); fi
  done
  [ ${#want[@]} = 0 ] || download_debs "$tmp" "${want[@]}"
}

debian_mirror() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n1; }

download_debs() { # TMP PACKAGE/SUITE...
  local tmp=$1 mirror s log=$LOGS/odoo-download.log key=/usr/share/keyrings/debian-archive-keyring.gpg; shift
  log "fetching Odoo $ODOO_SERIES from Debian ($SUITE_ODOO)"
  mirror=$(debian_mirror)
  if [ -z "$mirror" ] && [ "$(id -u)" = 0 ]; then child apt-get update -qq < /dev/null > "$log" 2>&1 || true; mirror=$(debian_mirror); fi
  [ -n "$mirror" ] || die "apt knows no Debian mirror (empty package lists or no network): run apt-get update, or set ODOO_PATH or ODOO_DEB"
  mkdir -p "$tmp"/apt/{state/lists/partial,cache/archives/partial}; : > "$tmp/apt/status"
  for s in $SUITE_ODOO $SUITE_ASSETS; do echo "deb [signed-by=$key] $mirror $s main"; done > "$tmp/apt/sources.list"
  local apt=(-qq -o Dir::Etc::SourceList="$tmp/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
    -o Dir::State="$tmp/apt/state" -o Dir::State::status="$tmp/apt/status" -o Dir::Cache="$tmp/apt/cache"
    -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=3
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
  child apt-get "${apt[@]}" update < /dev/null > "$log" 2>&1 \
    || die "the package lists of Debian $SUITE_ODOO and $SUITE_ASSETS cannot be fetched (no network?): see $log, or set ODOO_PATH or ODOO_DEB"
  (cd "$tmp/debs" && child apt-get "${apt[@]}" download "$@" < /dev/null >> "$log" 2>&1) \
    || die "Debian does not give out $* (no network, or odoo-19 has left $SUITE_ODOO): see $log, or set ODOO_PATH or ODOO_DEB"
}

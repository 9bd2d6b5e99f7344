"""Test databases: templates built once and copied, and the Odoo commands that work on them."""
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.checks.results import say

KEEP_TEMPLATES = 3      # sets of templates, the most recently used ones
BUNDLE_COLUMNS = (
    "name,type,res_model,res_id,public,url,store_fname,file_size,checksum,mimetype,create_uid,write_uid,create_date,write_date"
)
BUNDLES = "url like '/web/assets/%' and res_model = 'ir.ui.view' and res_id = 0"


def _key(facts):
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]


class OdooFailed(Exception):
    """An Odoo command ended badly; the text is the end of its log."""


class Databases:
    """The databases of one state folder. Names: bare_KEY, full_KEY (templates), test_KEY, alone_ADDON."""

    def __init__(self, repo, state):
        self.repo = repo
        self.state = Path(state)
        self.data = self.state / "data-test"
        self.logs = self.state / "log"
        self.filestore = self.data / "filestore"
        for folder in (self.filestore, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.foreign = repo.foreign()
        facts = [os.environ["ODOO_ID"], "CN en_US zh_CN 1", *(path.read_text() for path in sorted(repo.root.glob("requirements*.txt")))]
        self.bare = f"bare_{_key(facts)}"
        self.key = _key([*facts, *self.foreign, (repo.root / "tools/shell/company.py").read_text()])
        self.full, self.test = f"full_{self.key}", f"test_{self.key}"

    # -- PostgreSQL -----------------------------------------------------------------------------------------------

    def sql(self, query, database="postgres"):
        """Run a statement, return the lines of its answer."""
        done = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query],
                              capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def names(self):
        """Names of all databases of the server."""
        return set(self.sql("select datname from pg_database"))

    def drop(self, name):
        """Remove a database and its files, if they exist."""
        subprocess.run(["dropdb", "-f", "--if-exists", name], check=True, capture_output=True)
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def copy(self, source, target):
        """Make `target` a copy of the database `source`; the files are hard links."""
        self.drop(target)
        subprocess.run(["createdb", "-T", source, target], check=True)
        if (self.filestore / source).is_dir():
            subprocess.run(["cp", "-al", self.filestore / source, self.filestore / target], check=True)

    def rename(self, source, target):
        """Give a complete database its final name."""
        self.sql(f'alter database "{source}" rename to "{target}"')
        if (self.filestore / source).is_dir():
            (self.filestore / source).rename(self.filestore / target)

    # -- Odoo ---------------------------------------------------------------------------------------------------------

    def odoo(self, log, *args, stdin=subprocess.DEVNULL):
        """Run `odoo ARGS...` with warnings going to the file log/LOG; return what it logged.

        :raises OdooFailed: when the command's status is not zero.
        """
        path = self.logs / f"{log}.log"
        with path.open("w") as out:
            done = subprocess.run(["odoo", *args], stdin=stdin, stdout=out, stderr=subprocess.STDOUT, check=False, cwd=self.repo.root)
        text = path.read_text(errors="replace")
        if done.returncode:
            raise OdooFailed(f"odoo {' '.join(args)}: status {done.returncode}; whole log: {path}\n{text[-3000:]}")
        return text

    def modules(self, log, database, flag, names):
        """Install (flag -i) or upgrade (-u) add-ons in a database; return the log."""
        return self.odoo(log, "-d", database, flag, ",".join(names), "--stop-after-init", "--no-http", "--max-cron-threads=0")

    def shell(self, log, database, script):
        """Run a file of tools/shell in odoo shell; return the output."""
        with (self.repo.root / "tools/shell" / script).open() as stdin:
            return self.odoo(log, "shell", "-d", database, "--no-http", stdin=stdin)

    # -- templates ----------------------------------------------------------------------------------------------------

    def ensure_bare(self):
        """A template with no more than Odoo's base: country CN, en_US first, zh_CN beside it."""
        if self.bare not in self.names():
            say("building the bare template database")
            draft = f"{self.bare}_draft"
            self.drop(draft)
            self.drop(self.bare)
            self.odoo("bare-init", "db", "init", draft, "--language", "en_US", "--country", "CN")
            self.odoo("bare-lang", "i18n", "loadlang", "-d", draft, "-l", "zh_CN")
            self.rename(draft, self.bare)
        self._used(self.bare)
        return self.bare

    def ensure_full(self):
        """A template with every foreign module our add-ons need, chart cn_large_bis, and compiled bundles."""
        self.ensure_bare()
        if self.full not in self.names():
            say(f"building the template database: {' '.join(self.foreign)}")
            draft = f"{self.full}_draft"
            self.drop(self.full)
            self.copy(self.bare, draft)
            if "account" in self.foreign:
                self.modules("full-account", draft, "-i", ["account", "l10n_cn"])
                self.shell("full-company", draft, "company.py")
            if self.foreign:
                self.modules("full-install", draft, "-i", self.foreign)
            self.shell("full-bundles", draft, "bundles.py")
            self.rename(draft, self.full)
        self._used(self.full)
        return self.full

    def _used(self, template):
        """Note the use of a template, and remove the ones of its kind that were not used lately, with what was copied from them."""
        marks = self.state / "templates"
        marks.mkdir(exist_ok=True)
        (marks / template).touch()
        kind = template.partition("_")[0]
        ordered = sorted(marks.glob(f"{kind}_*"), key=lambda mark: mark.stat().st_mtime, reverse=True)
        kept = {mark.name.partition("_")[2] for mark in ordered[:KEEP_TEMPLATES]}
        kinds = "bare" if kind == "bare" else "full|test"
        for name in self.names():
            match = re.fullmatch(rf"(?:{kinds})_([0-9a-f]{{12}})(?:_draft)?", name)
            if match and match[1] not in kept:
                self.drop(name)
        for mark in ordered[KEEP_TEMPLATES:]:
            mark.unlink()
            shutil.rmtree(self.data / f"bundles-{mark.name[5:]}", ignore_errors=True)
            (self.data / f"bundles-{mark.name[5:]}.tsv").unlink(missing_ok=True)

    def fresh_test_database(self):
        """test_KEY as a new copy of the full template, with the asset bundles that the last run compiled.

        A bundle's version is a hash of its files' names and times, so those that still match are hits.
        """
        kept, table = self.data / f"bundles-{self.key}", self.data / f"bundles-{self.key}.tsv"
        if self.test in self.names():
            self._save_bundles(kept, table)
        self.copy(self.ensure_full(), self.test)
        if table.exists() and table.stat().st_size:
            self.sql(f"delete from ir_attachment where {BUNDLES}", self.test)
            self.sql(f"\\copy ir_attachment({BUNDLE_COLUMNS}) from '{table}'", self.test)
            subprocess.run(["cp", "-al", "-n", f"{kept}/.", self.filestore / self.test], check=False, capture_output=True)
        return self.test

    def _save_bundles(self, kept, table):
        try:
            stored = f"select {BUNDLE_COLUMNS} from ir_attachment where {BUNDLES} and store_fname is not null"
            self.sql(f"\\copy ({stored}) to '{table}'", self.test)
        except subprocess.CalledProcessError:       # the last run broke off before the table existed
            table.unlink(missing_ok=True)
            return
        shutil.rmtree(kept, ignore_errors=True)
        for line in table.read_text().splitlines():
            name = line.split("\t")[6]
            source, target = self.filestore / self.test / name, kept / name
            if source.exists() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(source, target)

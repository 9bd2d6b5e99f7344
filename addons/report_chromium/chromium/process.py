"""The browser's process: started without privileges and without a way out to the network, spoken to over two pipes."""
import json
import logging
import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_logger = logging.getLogger(__name__)

# Chromium reads its commands from descriptor 3 and answers on 4. It also reserves far more address space than
# Odoo grants its workers, so the soft limit goes up to the hard one. Odoo itself is left as it is.
LAUNCH = 'ulimit -S -v "$(ulimit -H -v)" 2>/dev/null; exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>&2'
OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
)
STOP_SECONDS = 5


class ChromiumError(Exception):
    """The browser did not start, did not answer in time, or refused a command."""


class Process:
    """A running browser and its pipes.

    :param binary: path of the browser.
    :param sandbox: whether Chromium's own sandbox is on; not every container allows it.
    """

    def __init__(self, binary, sandbox):
        self.folder = Path(tempfile.mkdtemp(prefix="report_chromium."))
        self.log = self.folder / "log"
        self.buffer = b""
        command = ["/bin/sh", "-c", LAUNCH, binary, *OPTIONS, f"--user-data-dir={self.folder}/profile"]
        if not sandbox:
            command.append("--no-sandbox")
        try:
            with self.log.open("wb") as log:
                self.child = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=self.folder,
                    env=self._environment(), start_new_session=True, **self._account())
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise ChromiumError(f"{binary} does not start: {error}") from error

    def _environment(self):
        """No setting of the server, such as a database password, is handed on."""
        home = str(self.folder)
        return {"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}

    def _account(self):
        """Root steps down to nobody, with whom the sandbox works; everybody else stays who he is."""
        if os.geteuid() != 0:
            return {}
        try:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        except (KeyError, OSError):
            return {}
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def send(self, message):
        """Write one command (a dict)."""
        try:
            self.child.stdin.write(json.dumps(message).encode() + b"\0")
            self.child.stdin.flush()
        except OSError as error:
            raise ChromiumError(self.last_words()) from error

    def receive(self, deadline):
        """Return the next message as a dict.

        :param deadline: value of time.monotonic() after which :class:`ChromiumError` is raised.
        """
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.child.stdout], [], [], left)[0]:
                raise ChromiumError("no answer in time")
            chunk = os.read(self.child.stdout.fileno(), 1 << 20)
            if not chunk:
                raise ChromiumError(self.last_words())
            self.buffer += chunk
        message, _zero, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def last_words(self):
        """The end of what the browser wrote to its error output."""
        with suppress(OSError):
            return self.log.read_text(errors="replace")[-800:].strip() or "it ended without a word"
        return "it ended without a word"

    def stop(self):
        """End the browser with all its helpers and remove its files."""
        for pipe in (self.child.stdin, self.child.stdout):
            with suppress(OSError):
                pipe.close()
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _logger.info("Chromium did not end by itself")
        with suppress(OSError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

"""Run pytest in a process of its own, or in several that share the tests, and count what they report."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def run_pytest(results, stage, args, cwd, env=None):
    """Run pytest with `args` in `cwd`, add its tests to `results`; return its exit status."""
    with tempfile.TemporaryDirectory(prefix="checks.") as folder:
        xml = Path(folder) / "junit.xml"
        status = subprocess.run(_command(xml, args), cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False).returncode
        results.add_junit(stage, xml, status)
    return status


def share_pytest(results, stage, runs, cwd):
    """Run pytest once for each argument list of `runs`, at the same time; each test runs in one of them (see ``share``).

    The first run prints as it goes, the others when they are done.
    """
    with tempfile.TemporaryDirectory(prefix="checks.") as folder:
        taken = Path(folder) / "taken"
        taken.mkdir()
        started = []
        for number, args in enumerate(runs):
            xml, out = Path(folder) / f"junit{number}.xml", Path(folder) / f"out{number}"
            env = {**os.environ, "SHARE_FOLDER": str(taken), "SHARE_FROM": "end" if number % 2 else "start"}
            with out.open("w") as stream:
                started.append((xml, out, subprocess.Popen(
                    _command(xml, ["-p", "tools.checks.share", *args]), cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                    stdout=stream if number else None, stderr=subprocess.STDOUT if number else None)))
        for number, (xml, out, process) in enumerate(started):
            status = process.wait()
            if number:
                print(out.read_text(errors="replace"), flush=True)
            results.add_junit(stage, xml, status)


def _command(xml, args):
    return [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", f"--junitxml={xml}", *args]

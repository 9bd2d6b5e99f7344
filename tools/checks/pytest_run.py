"""Run pytest in a process of its own and count what it reports."""
import subprocess
import sys
import tempfile
from pathlib import Path


def run_pytest(results, stage, args, cwd, env=None):
    """Run pytest with `args` in `cwd`, add its tests to `results`; return its exit status."""
    with tempfile.TemporaryDirectory(prefix="checks.") as folder:
        xml = Path(folder) / "junit.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", f"--junitxml={xml}", *args]
        status = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False).returncode
        results.add_junit(stage, xml, status)
    return status

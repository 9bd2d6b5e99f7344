"""The checks that need no database: ruff, pylint-odoo, house rules, translations, XML and shell syntax."""
import subprocess
import sys
import xml.etree.ElementTree as ET

from tools.checks import po_check


def _command(results, repo, name, args):
    run = subprocess.run(args, cwd=repo.root, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    results.check("lint", name, (run.stdout + run.stderr or f"status {run.returncode}") if run.returncode else "")


def run(results, repo, names):
    """Check the add-ons `names` and, when they are all of them, the tools too."""
    everything = set(names) == set(repo.ours)
    with results.timed("lint"):
        folders = [f"addons/{name}" for name in names]
        tops = ["addons", "tools", "conftest.py", *(["tests"] if (repo.root / "tests").is_dir() else [])]
        _command(results, repo, "ruff", [sys.executable, "-m", "ruff", "check", "--no-cache", *(tops if everything else folders)])
        if folders:
            _command(results, repo, "pylint-odoo", [sys.executable, "-m", "pylint", "--rcfile=.pylintrc", *folders])
        _command(results, repo, "house rules", [sys.executable, "tools/house_check.py", *([] if everything else names)])
        for name in names:
            problems = po_check.check_addon(repo.folder / name)
            results.check("lint", f"zh_CN of {name}", "\n".join(f"  {name}: {line}" for line in problems))
        wanted = {repo.folder / name for name in names}
        results.check("lint", "XML is well-formed", "\n".join(
            problem for path in repo.files(".xml") if wanted & set(path.parents) for problem in _xml_problem(path)))
        if everything:
            scripts = [p for p in (*repo.root.glob("bin/*"), *repo.root.glob("tools/*.sh"), repo.root / ".ci/run") if p.is_file()]
            for script in scripts:
                _command(results, repo, f"bash syntax of {script.name}", ["bash", "-n", str(script)])


def _xml_problem(path):
    try:
        ET.parse(path)
    except ET.ParseError as error:
        return [f"{path}: {error}"]
    return []

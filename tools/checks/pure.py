"""The pure packages under plain pytest: no Odoo is imported, no database is needed."""
from tools.checks.pytest_run import run_pytest

OPTIONS = ["-c", "tools/pure/pytest.ini", "--rootdir=.", "-p", "tools.pure.conftest"]


def run(results, repo, names, paths, options):
    """Run test_core_*.py of the add-ons `names` (or the given paths)."""
    targets = paths or [f"addons/{name}" for name in names if list((repo.folder / name).glob("tests/test_core_*.py"))]
    if targets:
        with results.timed("pure"):
            run_pytest(results, "pure", [*OPTIONS, *options, *targets], repo.root)

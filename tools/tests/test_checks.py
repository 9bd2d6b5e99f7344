"""The counting, the log reader, the translation check and the command line of bin/test."""
import sys
from types import SimpleNamespace

import pytest

from tools.checks import caches, log_check, po_check
from tools.checks.__main__ import Plan
from tools.checks.pytest_run import share_pytest
from tools.checks.repo import ROOT
from tools.checks.results import Results

HEAD = "2026-01-02 03:04:05,678 42"


class FakeRepo:
    """Two add-ons and one test file."""

    ours = ["dealer_base", "dealer_prepaid"]

    def __init__(self, root):
        self.root = root
        for path in ("addons/dealer_base/tests/test_core_a.py", "addons/dealer_prepaid/tests/test_b.py"):
            (root / path).parent.mkdir(parents=True)
            (root / path).touch()


def test_log_knows_the_lines_of_odoo_itself():
    text = f"{HEAD} WARNING db odoo.service.server: Running as user 'root' is a security risk.\n{HEAD} INFO db odoo.x: fine\n"
    assert log_check.problems(text) == []


def test_log_entry_keeps_its_traceback():
    text = f"{HEAD} ERROR db odoo.addons.x: broken\nTraceback\n  line\n{HEAD} INFO db odoo.x: fine\nafter\n"
    assert log_check.problems(text) == [f"{HEAD} ERROR db odoo.addons.x: broken\nTraceback\n  line"]


def test_log_of_a_command_without_database():
    assert len(log_check.problems(f"{HEAD} WARNING ? odoo.registry: two fields have the same label\n")) == 1


def _write_po(folder, po, pot):
    (folder / "i18n").mkdir(parents=True)
    for name, entries in (("zh_CN.po", po), (f"{folder.name}.pot", pot)):
        text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        text += "".join(f'\nmsgid "{key}"\nmsgstr "{value}"\n' for key, value in entries.items())
        (folder / "i18n" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("po", "pot", "word"), [
    ({"Hold": "冻结"}, {"Hold": ""}, None),
    ({"Hold": ""}, {"Hold": ""}, "not translated"),
    ({"Hold": "冻结"}, {"Hold": "", "Release": ""}, "in the .pot"),
    ({"Short by %(fen)s": "不足"}, {}, "placeholders"),
    ({"Short by %(fen)s": "不足 %(fen)s"}, {}, None),
    ({"100%% of %s": "%s 的 100%%"}, {}, None),
])
def test_translations(tmp_path, po, pot, word):
    _write_po(tmp_path / "dealer_base", po, pot)
    problems = po_check.check_addon(tmp_path / "dealer_base")
    assert word in problems[0] if word else problems == []


def test_missing_translation_files(tmp_path):
    assert len(po_check.check_addon(tmp_path / "dealer_base")) == 2


@pytest.mark.parametrize(("words", "stages", "names", "installed"), [
    ([], 6, ["dealer_base", "dealer_prepaid"], ["dealer_base", "dealer_prepaid"]),
    (["lint"], ["lint"], ["dealer_base", "dealer_prepaid"], ["dealer_base", "dealer_prepaid"]),
    (["dealer_base"], ["pure", "odoo"], ["dealer_base"], ["dealer_base"]),
    (["addons/dealer_base/", "-k", "x"], ["pure", "odoo"], ["dealer_base"], ["dealer_base"]),
    (["alone", "dealer_prepaid"], ["alone"], ["dealer_prepaid"], ["dealer_prepaid"]),
    (["addons/dealer_base/tests/test_core_a.py"], ["pure"], ["dealer_base", "dealer_prepaid"], ["dealer_base", "dealer_prepaid"]),
    (["addons/dealer_prepaid/tests/test_b.py::TestB"], ["odoo"], ["dealer_base", "dealer_prepaid"], ["dealer_prepaid"]),
])
def test_plan(tmp_path, words, stages, names, installed):
    repo = FakeRepo(tmp_path)
    plan = Plan(repo, words)
    assert (len(plan.stages) if isinstance(stages, int) else list(plan.stages)) == stages
    assert plan.names == names
    assert plan.odoo_names(repo) == installed


def test_plan_refuses_unknown_words(tmp_path):
    with pytest.raises(SystemExit, match="nonsense"):
        Plan(FakeRepo(tmp_path), ["nonsense"])


def test_results_count_and_end_with_one_line(capsys):
    results = Results()
    results.check("lint", "ruff")
    results.check("lint", "pylint", "broken")
    assert results.report() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"


def test_a_pytest_that_dies_counts_as_failed(tmp_path):
    results = Results()
    results.add_junit("odoo", tmp_path / "none.xml", 2)
    assert results.failed == 1


def test_shared_runs_test_everything_once(tmp_path, capfd):
    note = "import unittest\n\nclass TestOne(unittest.TestCase):\n" + "".join(
        f"    def test_{name}(self):\n        open({str(tmp_path / 'seen')!r}, 'a').write(__name__ + ' {name}\\n')\n" for name in "abc")
    for number in range(6):
        (tmp_path / f"test_{number}.py").write_text(note)
    results = Results()
    share_pytest(results, "odoo", [["-p", "no:odoo", str(tmp_path)]] * 2, ROOT)
    assert (results.passed, results.failed) == (18, 0)
    assert sorted((tmp_path / "seen").read_text().split("\n"))[1:] == sorted(f"test_{number} {name}" for number in range(6) for name in "abc")


def test_a_shared_run_that_fails_is_counted(tmp_path, capfd):
    (tmp_path / "test_bad.py").write_text("def test_bad():\n    assert False\n")
    results = Results()
    share_pytest(results, "odoo", [["-p", "no:odoo", str(tmp_path)]] * 2, ROOT)
    assert (results.passed, results.failed) == (0, 1)


def test_nothing_tested_is_no_success(capsys):
    assert Results().report() == 1


class FakeRegistry:
    def __init__(self):
        self.cleared = []

    def clear_cache(self, *names):
        self.cleared.append(names or ("default",))

    def clear_all_caches(self):
        self.cleared.append("all")


class FakeCase:
    registry = None

    def setUp(self):
        self.cleanup = self.registry.clear_all_caches


class FakeHttpCase(FakeCase):
    pass


def test_only_caches_that_a_test_made_invalid_are_emptied(monkeypatch):
    registry, case = type("Registry", (FakeRegistry,), {}), type("Case", (FakeCase,), {})
    over_http = type("OverHttp", (case,), {})
    module = SimpleNamespace(Registry=registry, _CACHES_BY_KEY={"default": (), "groups": ()})
    monkeypatch.setitem(sys.modules, "odoo.orm.registry", module)
    caches._Caches(SimpleNamespace(HttpCase=over_http, TransactionCase=case))
    case.registry = registry()
    seen = []
    for words in ((), ("groups",), None, ()):
        test = case()
        test.setUp()
        case.registry.cleared.clear()
        if words is None:
            case.registry.clear_all_caches()
        elif words:
            case.registry.clear_cache(*words)
        case.registry.cleared.clear()
        test.cleanup()
        seen.append([sorted(names) for names in case.registry.cleared])
    assert seen == [[], [["groups"]], [["default", "groups"]], []]
    test = over_http()
    test.setUp()
    case.registry.cleared.clear()
    test.cleanup()
    assert case.registry.cleared == ["all"]

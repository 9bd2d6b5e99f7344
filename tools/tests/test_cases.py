"""bin/cases: what it prints and its status."""
import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "addons" / "logistics_fee" / "tests" / "cases" / "tariff-cases.json"

PROMO = ROOT / "addons" / "promo_engine" / "tests" / "cases" / "promo-cases.json"


def run(folder, *arguments):
    """Start the command in a folder of its own, as a user would; (status, output, messages)."""
    done = subprocess.run([ROOT / "bin" / "cases", *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_a_file_without_differences(tmp_path):
    status, out, _err = run(tmp_path, "tariff", str(FILE))
    assert status == 0
    assert out.splitlines()[-1] == "117 cases, 117 as expected, 0 different"


def test_a_difference_is_printed_and_counted(tmp_path):
    data = json.loads(FILE.read_text(encoding="utf-8"))
    data["rebate_cases"][1]["expected_fen"] += 1
    (tmp_path / "own.json").write_text(json.dumps(data), encoding="utf-8-sig")
    (tmp_path / "tools").mkdir()   # a folder of that name where the user stands changes nothing
    status, out, _err = run(tmp_path, "tariff", "own.json")
    assert status == 1
    assert "own.json: rebate R03: rebate: expected 40002, found 40001  [10000.33x4%=400.0132 -> 400.01]" in out
    assert out.splitlines()[-1] == "117 cases, 116 as expected, 1 different"


def test_promotions(tmp_path):
    source = PROMO.read_text(encoding="utf-8")
    status, out, _err = run(tmp_path, "promo", str(PROMO))
    assert status == 0
    assert out.splitlines()[-2:] == ["  note: 7 told in prose, nothing to compute", "235 cases, 235 as expected, 0 different"]
    (tmp_path / "own.json").write_text(source.replace('"864.00"', '"864.01"'), encoding="utf-8")
    status, out, _err = run(tmp_path, "promo", "own.json")
    assert status == 1
    assert "own.json: cart ODOO-001: total: expected 864.01, found 864.00  [one gift per 3 paid units, 10% code ignores the gift]" in out
    for text in ("[]", "{}", '{"cases": {}}', "no json", '{"cases": ' + "[" * 50_000 + "]" * 50_000 + "}"):
        (tmp_path / "own.json").write_text(text)
        status, _out, err = run(tmp_path, "promo", "own.json")
        assert status == 2
        assert "Traceback" not in err


def test_a_case_that_cannot_be_read_gets_a_sentence(tmp_path):
    line = {"id": "L1", "sku": "A", "qty": 1, "unit_price": "1.00"}
    rows = [{"id": "\ud800", "kind": "cart", "cart": {"lines": [line]}, "expected": {"total": "2.00"}, "title": "\udfff"},
            {"id": "no result", "kind": "cart", "cart": {"lines": [line]}}, {"id": "no cart", "kind": "cart", "expected": {"total": "0.00"}},
            {"id": "float", "kind": "cart", "cart": {"lines": [{**line, "qty": float("nan")}]}, "expected": {"total": "1.00"}}, None]
    (tmp_path / "own.json").write_text(json.dumps({"cases": rows}), encoding="utf-8")
    status, out, err = run(tmp_path, "promo", "own.json")
    assert status == 1
    assert "Traceback" not in err
    assert "cart no result: cannot be read: expected is missing or unknown" in out
    assert "cart no cart: cannot be read: cart is missing or unknown" in out
    assert "cart float: cannot be read: line L1: qty: nan is no whole number" in out
    assert out.splitlines()[-1] == "5 cases, 0 as expected, 5 different"


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json"])
def test_a_file_without_cases_is_no_success(tmp_path, text):
    (tmp_path / "own.json").write_text(text)
    status, _out, err = run(tmp_path, "tariff", "own.json")
    assert status == 2
    assert "Traceback" not in err


def test_what_it_does_not_know(tmp_path):
    for arguments, status in ((("--help",), 0), ((), 2), (("tariff",), 2), (("weather", "x.json"), 2), (("tariff", "missing.json"), 2)):
        found, out, err = run(tmp_path, *arguments)
        assert found == status
        assert "Traceback" not in err
        assert "tariff" in out + err or "missing.json" in err


@pytest.mark.parametrize("kind", ["tariff", "addresses", "promo"])
@pytest.mark.parametrize("text", ['{"cases": 5}', "5", "null", "[" * 50_000, '{"cases": [7, null, {"text": "x", "expected": {"city": ["a"]}}]}', '"x"'])
def test_whatever_a_file_holds_there_is_a_sentence(tmp_path, kind, text):
    (tmp_path / "own.json").write_text(text)
    status, out, err = run(tmp_path, kind, "own.json")
    assert status in (1, 2)
    assert "Traceback" not in out + err

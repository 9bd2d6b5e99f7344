"""Every refusal says what to do next, and one for lack of a role names the roles that may (issue 3)."""
import ast
import re
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..adapters import messages
from .common import PrepaidCommon

# findings: to be known, not refused
NOTES = {"remittances_open", "statements_unanswered", "statements_disputed", "changed_since_approval", "orders_wait_topup"}


# What stands in the code as a literal and names no step: nobody writes these by hand, or the sentence is completed by another one.
FACTS = {
    "A note bears the name of the one who writes it.", "A notification stays as it came.", "Notifications come from payment providers only.",
    "Changes of account roles are noted by the program when a role gets another account.", "Lines of a season close are written by its run only.",
    "Lines of a statement are written by its issue only.", "Low balances are reported by the nightly job.", "Refused steps are recorded by the program.",
    "Slips are remembered when a top-up is submitted.", "The figures of the self-test of %s stay for the record.", "The open orders are listed by the freeze.",
    "The record of a refused step stays as it is.", "The sides of a transfer are made when it is submitted.", "The sides of a transfer stay for the record.",
    "Warnings are found when a top-up is submitted.", "What is remembered of a slip stays as it is.",
    "When a store was put away is noted by the leaving document only.", "When bank data were changed is written by the system alone.",
    "Whether a remittance was typed by hand is noted when it is made.", "%s: there is nothing to show.", "There is no document to open: %s",
    "%(company)s: entry %(code)s cannot be made: %(error)s.", "%(name)s: %(reason)s", "%(name)s does not agree with the old system:\n%(problems)s",
    "no account of this company yet",
}
STEP = re.compile(r"""
    [;:.]\ ?["“(]?%?\(?\S+\ \S+                                                     # a clause behind the fact
  | ^(?:(?:Receipt|Remittance)\ )?(?:%\(?\w+\)?s:\ )?(?:say|enter|choose|give|name|write|fill)\b    # the step itself
  | \b(?:another|a\ third)\ person\b | \bonly\b.*\b(?:may|answers|sets|settles|decides|changes|works|matches|reverse|approves)\b
  | \bbuttons?\b | \bfor\ (?:the\ )?finance | \bby\ (?:settlement|finance|the\ finance|its|the\ company)\b | \bis\ entered\ alone\b
  | \bchosen\ on\b | \bopened\ from\b | \d\ (?:to|and\ at\ most)\ \d                # who, where, or what is allowed instead
""", re.X | re.I)


def refusals():
    """Each literal sentence of a refusal in the code of the add-on: (file, line, text); those for lack of a role name the roles by themselves."""
    home = Path(__file__).parents[1]
    for path in sorted(home.rglob("*.py")):
        if {"tests", "migrations"} & set(path.relative_to(home).parts):
            continue
        for raised in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(raised, "func", None), "id", "")
            if name not in ("UserError", "ValidationError", "AccessError") or "role_refusal" in ast.unparse(raised):
                continue
            for call in ast.walk(raised):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "_" and isinstance(call.args[0], ast.Constant):
                    yield path.name, call.lineno, call.args[0].value


def tells_next_step(text):
    """Whether a sentence goes on after the fact: a clause behind a semicolon, a colon or a full stop."""
    if "top up " in text:
        return True
    fact = re.sub(r"^%\((account|names|labels)\)s: ", "", text)
    return bool(re.search(r"[;:.] ?\S+ \S+", fact) or re.match(r"(?:Order|Delivery) %\(\w+\)s:? ?\S+ \S+", text))


@tagged("post_install", "-at_install")
class TestRefusals(PrepaidCommon):
    def test_every_code_tells_the_next_step(self):
        silent = [code for code, text in messages.SENTENCES.items() if code not in NOTES and not tells_next_step(self.env._(text))]
        self.assertEqual(silent, [])

    def test_every_sentence_in_the_code_tells_the_next_step(self):
        """What is raised beside the codes goes on after the fact, too, or names who, where or what is allowed instead."""
        found = list(refusals())
        self.assertGreater(len(found), 300, "the sentences are found at all")
        texts = {text for _file, _line, text in found}
        self.assertEqual(FACTS - texts, set(), "facts that are not said any more")
        silent = [row for row in found if row[2] not in FACTS and not STEP.search(re.sub(r"^%\((?:name|company)\)s: ", "", row[2]))]
        self.assertEqual(silent, [])

    def test_a_missing_role_is_named(self):
        topup = self._submitted_topup(self.d1, 5)
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 5})
        account = self._open_account(self.d1)
        adjustment = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": account.id, "amount": 5, "reason": "x", "direction": "credit", "counter_account_id": account._role("goods_income").id})
        close = self.env["prepaid.season.close"].create({"season_id": account.season_id.id})
        steps = (
            (topup, "action_confirm", "Receipt confirmer", ()), (topup, "action_reject", "Receipt confirmer", ("x",)),
            (receipt, "action_submit", "Cashier", ()), (receipt, "action_confirm", "Receipt confirmer", ()),
            (adjustment, "action_approve", "Finance manager", ()),
            (close, "action_start", "Settlement accountant", ()), (close, "action_bank_list", "Settlement accountant", ()))
        for record, method, role, arguments in steps:
            with self.subTest(method=method, model=record._name), self.assertRaises(AccessError) as caught:
                getattr(record.with_user(self.users["auditor"]), method)(*arguments)
            self.assertIn("It belongs to: ", str(caught.exception))
            self.assertIn(role.lower(), str(caught.exception).lower())

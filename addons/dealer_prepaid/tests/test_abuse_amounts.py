"""S07, C07: amounts that are none, and buttons pressed twice."""
import contextlib

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.money import to_fen

from .abuse_common import REFUSALS, AbuseCommon

BAD = (float("nan"), float("inf"), float("-inf"), 1e300, -1.0, -0.01, 1e15)
LIMIT = 10**13


@tagged("post_install", "-at_install")
class TestAbuseAmounts(AbuseCommon):
    def _stored(self, record, name):
        self.env.cr.execute(f'SELECT "{name}"::text FROM "{record._table}" WHERE id = %s', [record.id])
        return self.env.cr.fetchone()[0]

    @mute_logger("odoo.sql_db", "odoo.orm.models")
    def test_documents(self):
        """Each money field that people fill in takes no such amount beyond the submit."""
        taken, tried = [], 0
        for model in (name for name in self.samples if not self.env[name]._transient):
            for name, field in self.env[model]._fields.items():
                if field.type != "monetary" or not field.store or field.readonly or field.compute or field.related:
                    continue
                for bad in BAD:
                    tried += 1
                    if stored := self._take(model, name, bad):
                        taken.append(f"{model}.{name} = {bad} is stored as {stored}")
        self.assertEqual(taken, [])
        self.assertGreater(tried, 20)

    def test_what_is_no_amount_is_said(self):
        """A program that sends no number gets a sentence that names the field, not a bare error."""
        raw, told, tried = [], set(), 0
        for model in (name for name in self.samples if hasattr(self.env[name], "_refuse_amounts")):
            for name, field in self.env[model]._fields.items():
                if field.type != "monetary" or not field.store or field.readonly or field.compute or field.related:
                    continue
                for bad in (float("nan"), float("inf"), float("-inf"), "NaN", "a hundred", 10**400, [1]):
                    tried += 1
                    try:
                        with self.env.cr.savepoint():
                            self.env[model].with_user(self.everyone).create({**self._values(self.env[model].sudo()), name: bad})
                        raw.append(f"{model}.{name} took {bad}")
                    except UserError as error:
                        told |= {model} if "is no amount" in str(error) else set()
                    except (ValueError, TypeError, OverflowError) as error:
                        raw.append(f"{model}.{name} = {bad}: {error!r}")
        self.assertEqual(raw, [])
        self.assertLessEqual({"prepaid.bank.line", "prepaid.withdrawal", "prepaid.bonus.rule"}, told)
        for model in ("prepaid.topup", "prepaid.receipt"):
            with self.assertRaisesRegex(UserError, "Amount: nan is no amount"):
                self.env[model].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": float("nan")})
        limit = self.env["prepaid.sub.limit"].with_user(self.users["fin_manager"]).create({
            "account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 5})
        with self.assertRaisesRegex(UserError, "Per Order: inf is no amount"):
            limit.per_order = float("inf")
        self.assertGreater(tried, 50)

    def _take(self, model, name, bad):
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            record = self.env[model].with_user(self.everyone).create({**self._values(self.env[model].sudo()), name: bad})
            self.env.flush_all()
            if hasattr(record, "action_submit"):
                record.action_submit()
                self.env.flush_all()
            stored = self._stored(record, name)
            return stored if stored in ("NaN", "Infinity", "-Infinity") or not 0 <= float(stored or 0) <= LIMIT / 100 else None
        except (*REFUSALS, AttributeError):
            return None
        finally:
            savepoint.close(rollback=True)
            self.env.cr.clear()
            self.env.invalidate_all()

    def test_ledger(self):
        """The ledger itself takes whole fen within its bounds only."""
        for bad in (*BAD, 0.5, 1.0, "5", None, True, 0, -1, LIMIT + 1):
            for name, call in {
                "hold": lambda fen: self.account._hold(f"bad{fen}", fen, "res.partner", 1, "bad").ok,
                "debit": lambda fen: self.account._debit(f"bad{fen}", fen, kind="adjust", label="bad", res_model="res.partner", res_id=1)[0].ok,
                "capture": lambda fen: bool(self.account._capture(
                    "abuse", fen, operation_key=f"bad{fen}", label="bad", res_model="res.partner", res_id=1)),
                "credit": lambda fen: bool(self.account._post_entries(
                    f"bad{fen}", [{"kind": "topup", "amount_fen": fen, "label": "bad"}], "res.partner", 1)),
            }.items():
                with self.subTest(name, bad=bad):
                    with contextlib.suppress(UserError, TypeError, ValueError, OverflowError), self.env.cr.savepoint():
                        self.assertFalse(call(bad))
        self.assertLedger(self.account, 5000, 10, 4990)

    def test_pressed_twice(self):
        """C07: the confirm button pressed in two tabs credits once."""
        topup = self._submitted_topup(self.d1, 300)
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        with contextlib.suppress(UserError), self.env.cr.savepoint():
            topup.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertLedger(self.account, 5300, 10, 5290)
        self.assertEqual(to_fen(sum(self.account.entry_ids.mapped("amount"))), 530_000)

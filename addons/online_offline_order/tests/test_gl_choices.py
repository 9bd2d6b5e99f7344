"""The accountant's choices P3, P4 and P7 to the fen, the same for single postings and for the day's batch, under both Chinese charts."""
from datetime import timedelta
from functools import wraps
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .return_common import ReturnCommon


def in_both_modes(cls):
    """Have each test of a mixin twice, per event and by the day, on one and the same setup."""
    def with_mode(test, mode):
        @wraps(test)
        def run(self):
            self.mode = self.company.prepaid_gl_mode = mode
            test(self)
        return run
    for name, test in [pair for pair in vars(cls).items() if pair[0].startswith("test_")]:
        delattr(cls, name)
        for mode in ("event", "daily"):
            setattr(cls, f"{name}_{mode}", with_mode(test, mode))
    return cls


class ChoicesCommon(ReturnCommon):
    """Two coats, 600.00 + 48.00 + 32.00 = 680.00, cost 360.00; whatever the way of posting, the sums by account are the same."""

    mode = "event"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.prepaid_gl_mode = cls.mode
        cls.start = cls.env["account.move.line"].search([], order="id desc", limit=1).id

    def _batch(self):
        return self.env["prepaid.gl.batch"].sudo()._post_waiting(self.company)

    def _items(self, since=None):
        self.env.flush_all()
        return self.env["account.move.line"].sudo().search([
            ("id", ">", since or self.start), ("company_id", "=", self.company.id), ("parent_state", "=", "posted"),
            ("account_id.account_type", "!=", "asset_receivable")])

    def assertBooks(self, expected, since=None):
        """Assert {account code: balance in yuan} of all that was posted, receivables of cleared invoices left out."""
        found = {}
        for line in self._items(since):
            code = line.account_id.with_company(self.company).code
            found[code] = found.get(code, 0) + to_fen(line.balance)
        self.assertEqual({code: fen for code, fen in found.items() if fen}, {code: to_fen(amount) for code, amount in expected.items()})

    def _last(self):
        return self.env["account.move.line"].sudo().search([], order="id desc", limit=1).id


@in_both_modes
class ChoicesMixin:
    def test_income_at_shipping(self):
        self._received_order()
        self._batch()
        self.assertBooks({"220300": 680, "600100": -530.97, "605100": -70.8, "222100": -78.23, "640100": 360, "140500": -360})

    def test_income_at_receipt(self):
        """P4: E06b when goods leave, E05 and E06c when they arrive, dated on the day of the arrival."""
        self.company.prepaid_revenue_at = "receipt"
        order = self._approved()
        self._ship(order)
        self._batch()
        self.assertBooks({"140600": 360, "140500": -360})
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertFalse(order.sudo().invoice_ids)
        since, tomorrow = self._last(), self.company._dealer_today() + timedelta(days=1)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: tomorrow):
            order.with_user(self.aftersale).action_received()
            self._batch()
        self.assertBooks({"220300": 680, "600100": -530.97, "605100": -70.8, "222100": -78.23, "640100": 360, "140600": -360}, since)
        self.assertBooks({"220300": 680, "600100": -530.97, "605100": -70.8, "222100": -78.23, "640100": 360, "140500": -360})
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_income_at_receipt_in_two_parcels(self):
        self.company.prepaid_revenue_at = "receipt"
        order = self._approved()
        for tracking in ("SF1000000001", "SF1000000002"):
            self._ship(order, {self.coat: 1}, tracking=tracking)
            self._batch()
        self.assertBooks({"140600": 360, "140500": -360})
        order.with_user(self.aftersale).action_received()
        self._batch()
        goods, vat = (-530.96, -78.24) if self.mode == "event" else (-530.97, -78.23)  # each invoice has its own VAT; the day's parcels add up
        self.assertBooks({"220300": 680, "600100": goods, "605100": -70.8, "222100": vat, "640100": 360, "140500": -360})
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_return_before_the_receipt_is_known(self):
        """Goods that come back have arrived: their sale is booked first, then the return."""
        self.company.prepaid_revenue_at = "receipt"
        order = self._shipped()
        self._batch()
        self._refunded_return(order)
        self._batch()
        self.assertBooks({
            "220300": 680 - 272, "600100": -530.97 + 265.49, "605100": -70.8 - 15.93 - 8.85, "222100": -78.23 + 34.51 - 3.22,
            "640100": 180, "140500": -180})
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_vat_when_invoiced(self):
        """P3: VAT waits in 222190, of the shipment, of the return and of its charges."""
        self.company.prepaid_vat_timing = "invoice"
        order = self._received_order()
        self._batch()
        self.assertBooks({"220300": 680, "600100": -530.97, "605100": -70.8, "222190": -78.23, "640100": 360, "140500": -360})
        since = self._last()
        self._refunded_return(order)
        self._batch()
        self.assertBooks({"220300": -272, "600100": 265.49, "605100": -24.78, "222190": 34.51 - 3.22, "640100": -180, "140500": 180}, since)
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_vat_timing_begins_on_its_day(self):
        self.company.write({"prepaid_vat_timing": "invoice", "prepaid_vat_timing_from": self.company._dealer_today() + timedelta(days=1)})
        self._received_order()
        self._batch()
        self.assertBooks({"220300": 680, "600100": -530.97, "605100": -70.8, "222100": -78.23, "640100": 360, "140500": -360})

    def _sides_of_return(self):
        order = self._received_order()
        self._batch()
        since = self._last()
        self._refunded_return(order)
        self._batch()
        return self._items(since)

    def test_return_in_red(self):
        """P7 on: what is taken back is negative on its own side."""
        items = self._sides_of_return()
        red = {(line.account_id.code, to_fen(line.debit), to_fen(line.credit)) for line in items if line.debit < 0 or line.credit < 0}
        self.assertEqual({code for code, _debit, _credit in red} & {"600100", "222100", "640100", "140500", "220300"},
                         {"600100", "222100", "640100", "140500", "220300"})
        self.assertIn(("600100", 0, -26_549), red)
        self.assertIn(("640100", -18_000, 0), red)

    def test_return_on_the_opposite_side(self):
        """P7 off: the same balances without a negative amount."""
        self.company.prepaid_red_reversal = False
        items = self._sides_of_return()
        self.assertFalse(items.filtered(lambda line: line.debit < 0 or line.credit < 0))
        sides = {(line.account_id.code, to_fen(line.debit), to_fen(line.credit)) for line in items}
        self.assertIn(("600100", 26_549, 0), sides)
        self.assertIn(("640100", 0, 18_000), sides)
        self.assertIn(("140500", 18_000, 0), sides)
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_postage_lowers_the_expense(self):
        """Return postage as a lower selling expense: no VAT on it."""
        self.company.prepaid_postage_policy = "expense"
        order = self._received_order()
        self._batch()
        since = self._last()
        self._refunded_return(order)
        self._batch()
        self.assertBooks({"220300": -272, "600100": 265.49, "605100": -8.85, "660100": -18, "222100": 34.51 - 1.15, "640100": -180, "140500": 180}, since)


@in_both_modes
class CloseMixin:
    def _close(self, *accounts):
        self._final_statement(self.account)
        run = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        run.action_start()
        run.with_user(self.users["fin_manager"]).action_approve()
        run.with_user(self.users["fin_confirmer"]).action_pay()
        self.assertEqual(set(run.line_ids.filtered(lambda line: line.account_id in accounts).mapped("state")), {"paid"})

    def _open_items(self, partner):
        self.env.flush_all()
        return self.env["account.move.line"].sudo().search([
            ("account_id.code", "in", ("220300", "220400")), ("partner_id", "=", partner.id), ("company_id", "=", self.company.id),
            ("parent_state", "=", "posted"), ("reconciled", "=", False), ("balance", "!=", 0)])

    def test_closed_account_has_no_open_item(self):
        """Top-ups, shipments, a return and the payout: reconciled in one go at the close."""
        self._topup(self.d1, 1000)
        self._refunded_return(self._received_order())
        self._batch()
        self.assertTrue(self._open_items(self.d1))
        self._close(self.account)
        self.assertEqual(self.account.state, "closed")
        self.assertFalse(self._open_items(self.d1).mapped("move_id.name"))
        self.assertLedger(self.account, 0, 0, 0)

    def test_last_day_booked_after_the_close(self):
        self._received_order()
        self._close(self.account)
        self._batch()
        self.assertFalse(self._open_items(self.d1).mapped("move_id.name"))
        self.assertLedger(self.account, 0, 0, 0)

    def test_what_moves_on_stays_open(self):
        """The owner's next account with the money of an order carried over, and no more, is what stays open."""
        self._received_order()
        self._batch()
        order = self._approved()
        self._final_statement(self.account)
        run = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        run.action_start()
        run.line_ids.filtered(lambda line: line.account_id == self.account).action_carry()
        run.with_user(self.users["fin_manager"]).action_approve()
        run.with_user(self.users["fin_confirmer"]).action_pay()
        self.assertEqual((self.account.state, order.sudo()._find_hold_account().balance), ("closed", 680))
        items = self._open_items(self.d1)
        self.assertEqual(to_fen(-sum(items.mapped("amount_residual"))), 68_000)
        self.assertFalse(items.filtered(lambda line: line.balance > 0))


class PostageMixin:
    """E10b: HQ pays the postage of a quality return; an entry of its own in both modes, once."""

    EXPECTED = {"660100": 14.5, "220200": -14.5}

    def _quality(self, order, postage):
        return self._approved_return(order, reason_class="quality", evidence_ids=self._photo().ids, postage=postage)

    def test_known_at_the_receipt(self):
        for mode in ("event", "daily"):
            self.company.prepaid_gl_mode = mode
            order = self._received_order()
            self._batch()
            record, since = self._quality(order, 0), self._last()
            record.with_user(self.warehouse_user).action_receive(postage=14.5)
            self.assertBooks(self.EXPECTED, since)
            move = record.sudo().postage_move_id
            record.with_user(self.users["fin_confirmer"]).action_refund()
            self.assertEqual(record.sudo().postage_move_id, move)
            with self.assertRaises(AccessError):
                record.with_user(self.warehouse_user).write({"postage": 20})
            with self.assertRaisesRegex(UserError, "stays as it is"):
                move.with_user(self.users["fin_manager"]).button_draft()
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_known_later(self):
        order = self._received_order()
        record = self._quality(order, 0)
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        since = self._last()
        self.assertFalse(record.sudo().postage_move_id)
        with self.assertRaises(AccessError):
            record.with_user(self.cs_a).write({"postage": 14.5})
        with self.assertRaisesRegex(UserError, "cannot be below zero"):
            record.with_user(self.aftersale).write({"postage": -1})
        record.with_user(self.aftersale).write({"postage": 14.5})
        self.assertFalse(record.sudo().postage_move_id, "who enters it books nothing")
        self.assertEqual(record.postage_proposed_by, self.aftersale)
        for user in (self.aftersale, self.other_aftersale, self.warehouse_user, self.users["fin_cashier"]):
            with self.assertRaises(AccessError):
                record.with_user(user).action_release_postage()
        record.with_user(self.users["fin_settlement"]).action_release_postage()
        self.assertBooks(self.EXPECTED, since)
        move = record.sudo().postage_move_id
        record.with_user(self.users["fin_settlement"]).action_release_postage()
        self.assertEqual((record.sudo().postage_move_id, record.postage_released_by), (move, self.users["fin_settlement"]))

    def test_two_persons_for_late_postage(self):
        """Whoever entered the late postage, or took a step of the return, does not release it, whatever roles he holds."""
        record = self._quality(self._received_order(), 0)
        record.with_user(self.warehouse_user).action_receive()
        with self.assertRaisesRegex(UserError, "no postage"):
            record.with_user(self.users["fin_settlement"]).action_release_postage()
        both = self._user("cs_aftersale", login="t_both")
        both.group_ids += self.env.ref("dealer_base.group_fin_settlement")
        record.with_user(both).write({"postage": 9_999})
        for user in (both, self.other_aftersale):
            user.group_ids += self.env.ref("dealer_base.group_fin_settlement")
            with self.assertRaises(AccessError):
                record.with_user(user).action_release_postage()
        self.assertFalse(record.sudo().postage_move_id)

    def test_not_where_the_dealer_pays(self):
        order = self._received_order()
        record = self._refunded_return(order)
        self.assertFalse(record.sudo().postage_move_id)
        with self.assertRaises(AccessError):
            record.with_user(self.aftersale).write({"postage": 20})


class ExpectedReturnsMixin:
    """E21: off by default; on, 10 % of 530.97 and of 360.00 at the month's end, taken back on day 1."""

    def _month(self):
        return self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": self.company._dealer_today()})

    def _item(self, close):
        close.action_check()
        return close.item_ids.filtered(lambda item: item.code == "returns")

    def test_off(self):
        self.company.return_days = 40
        self._received_order()
        close = self._month()
        self.assertEqual(self._item(close).state, "ok")
        close.action_month_entries()
        self.assertFalse(close.sudo().move_ids)

    def test_on(self):
        self.company.write({"prepaid_expected_returns": True, "prepaid_return_rate": 10, "return_days": 40})
        self._received_order()
        close = self._month()
        self.assertEqual((self._item(close).state, self._item(close).amount), ("red", 53.1))
        close.action_month_entries()
        entry, back = close.sudo().move_ids.sorted("date")
        self.assertMove(entry, [("600100", 53.1), ("280100", -53.1), ("640100", -36), ("140600", 36)])
        self.assertMove(back, [("600100", -53.1), ("280100", 53.1), ("640100", 36), ("140600", -36)])
        self.assertEqual((entry.date, back.date), (close.date_to, close.date_to + timedelta(days=1)))
        self.assertEqual(self._item(close).state, "ok")
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_what_came_back_is_not_expected_again(self):
        self.company.write({"prepaid_expected_returns": True, "prepaid_return_rate": 10, "prepaid_red_reversal": False, "return_days": 40})
        self._refunded_return(self._received_order())
        close = self._month()
        close.action_month_entries()
        entry = close.sudo().move_ids.sorted("date")[0]
        self.assertMove(entry, [("600100", 26.55), ("280100", -26.55), ("640100", -18), ("140600", 18)])
        self.assertFalse(entry.line_ids.filtered(lambda line: line.debit < 0 or line.credit < 0))

    def test_not_where_the_return_period_is_over(self):
        self.company.write({"prepaid_expected_returns": True, "prepaid_return_rate": 10, "return_days": 0})
        self._received_order()
        close = self._month()
        self.assertEqual(self._item(close).state, "ok")
        close.action_month_entries()
        self.assertFalse(close.sudo().move_ids)

    def test_rate_within_bounds(self):
        with self.assertRaisesRegex(ValidationError, "0 to 100"):
            self.company.prepaid_return_rate = 101


@tagged("post_install", "-at_install")
class TestChoices(ChoicesMixin, CloseMixin, PostageMixin, ExpectedReturnsMixin, ChoicesCommon):
    """All of them on one setup."""


@in_both_modes
class SmallMixin:
    """Small enterprise standard: no goods shipped, no VAT pending; P3 and P4 change nothing, P7 does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.chart_template = "cn"  # what the choices look at; the accounts are mapped below as that chart has them
        codes = {"goods_income": "500199", "other_income": "505199", "cost": "540199"}
        mapping = cls.env["prepaid.gl.mapping"]
        for role, code in codes.items():
            account = mapping._account(cls.company, role).copy({"code": code, "name": f"Small {role}"})
            mapping.search([("company_id", "=", cls.company.id), ("role", "=", role)]).account_id = account
        products = cls.coat | cls.long_coat
        products.property_account_income_id = mapping._account(cls.company, "goods_income")
        products.property_account_expense_id = mapping._account(cls.company, "cost")
        mapping.search([("company_id", "=", cls.company.id), ("role", "in", ("vat_pending", "goods_shipped"))]).unlink()

    def test_choices_of_the_other_standard(self):
        self.company.write({"prepaid_revenue_at": "receipt", "prepaid_vat_timing": "invoice"})
        self._shipped()
        self._batch()
        self.assertBooks({"220300": 680, "500199": -530.97, "505199": -70.8, "222100": -78.23, "540199": 360, "140500": -360})
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_return_on_the_opposite_side(self):
        self.company.prepaid_red_reversal = False
        order = self._received_order()
        self._batch()
        since = self._last()
        self._refunded_return(order)
        self._batch()
        self.assertFalse(self._items(since).filtered(lambda line: line.debit < 0 or line.credit < 0))
        self.assertBooks({"220300": -272, "500199": 265.49, "505199": -24.78, "222100": 34.51 - 3.22, "540199": -180, "140500": 180}, since)


@tagged("post_install", "-at_install")
class TestSmall(SmallMixin, ChoicesCommon):
    """The same setup with the accounts of the other chart."""

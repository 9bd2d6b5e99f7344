"""Builders and checks for tests of everything that touches prepaid money."""
import datetime
import itertools
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.dealer_base.money import from_fen, to_fen
from odoo.addons.dealer_base.tests.duty_common import except_from
from odoo.addons.dealer_base.tests.people import new_test_user, new_test_users

from ..models.dealer_refusal_log import DealerRefusalLog
from ..models.prepaid_gate import PrepaidGate

NUMBERS = itertools.count(1)  # no two payments of a test share a slip or a serial number
ROLES = (
    "fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "cs_presale", "cs_aftersale", "cs_manager", "sales_rep",
    "sales_manager", "ops", "ops_manager", "wh_operator", "wh_manager", "purchase_clerk", "sc_manager", "hq_channel",
    "business_admin", "auditor",
)


class InlineGate:
    """Mixin: lets the gate work on the test's own connection, since a test's data is visible on no other.

    Effects after commit take place at once, in a savepoint. Tests of concurrency use the real gate with real cursors.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def call(gate_model, statement):
            gate_model.env.flush_all()
            with gate_model.env.cr.savepoint(flush=False):
                gate_model.env.cr.execute(statement)
                row = gate_model.env.cr.fetchone()
            for name in ("prepaid.account", "prepaid.hold", "prepaid.hold.line", "prepaid.lot", "prepaid.operation"):
                gate_model.env[name].invalidate_model()
            return row and row[0]

        def after_commit(gate_model, func):
            func()

        def after_rollback(gate_model, func):
            """The savepoint or the test's end rolls everything back together."""

        def wake_queue(gate_model):
            gate_model.env["prepaid.account"]._run_queue()

        def write_aside(log, vals):
            """Refusals are what many tests ask for; test_refusal_log looks at the record with a real cursor."""

        cls.classPatch(DealerRefusalLog, "_write_aside", write_aside)
        cls.classPatch(PrepaidGate, "_call", call)
        cls.classPatch(PrepaidGate, "_after_commit", after_commit)
        cls.classPatch(PrepaidGate, "_after_rollback", after_rollback)
        cls.classPatch(PrepaidGate, "_wake_queue", wake_queue)


class PrepaidCommon(InlineGate, TransactionCase):
    """The tree of journeys.md 0, one user per role, top-ups, and the invariants after every step."""

    more_users = {"fin_manager_2": "fin_manager"}  # second persons with a role, made together with the first ones

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_notrack": True, "lang": "en_US"})
        cls.company = cls.env.company
        cls.company._dealer_base_setup()
        cls.company.prepaid_submit_stop_days = 0  # the tests run on every day of the year
        cls.company._receiving_accounts().prepaid_method = "online"
        people = new_test_users(cls.env, ROLES, more=cls.more_users)
        cls.users = {role: people[role] for role in ROLES}
        cls.seconds = {name: people[name] for name in cls.more_users}
        cls.second_manager = cls.seconds["fin_manager_2"]
        cls.partners = cls._partners()
        cls.d1, cls.store_1a = cls.partners["D1"], cls.partners["1A"]

    @classmethod
    def _user(cls, role, login=None, **vals):
        """Make an internal user with one role, Chinese time zone."""
        return new_test_user(
            cls.env, login or f"t_{role}", groups=f"base.group_user,dealer_base.group_{role}", tz="Asia/Shanghai", **vals)

    @staticmethod
    def _exception(user, *codes):
        """Let a user hold on purpose duties that rules keep apart: all rules, or those named."""
        return except_from(user, *codes)

    @classmethod
    def _partners(cls):
        """Make sales companies West and East, dealers D1 and D2, stores 1A, 1B and 2A, all approved."""
        def make(code, name, level, parent=None):
            return cls.env["res.partner"].create({
                "name": name, "dealer_code": f"T-{code}", "dealer_level": level, "is_company": True, "dealer_state": "approved",
                "parent_id": parent and parent.id, "user_id": cls.users["sales_rep"].id, "country_id": cls.env.ref("base.cn").id})
        tree = {"West": make("West", "Test West", "sales_company"), "East": make("East", "Test East", "sales_company")}
        tree["D1"] = make("D1", "Test Dealer One", "dealer", tree["West"])
        tree["D2"] = make("D2", "Test Dealer Two", "dealer", tree["East"])
        tree["1A"] = make("1A", "Test Store 1A", "store", tree["D1"])
        tree["1B"] = make("1B", "Test Store 1B", "store", tree["D1"])
        tree["2A"] = make("2A", "Test Store 2A", "store", tree["D2"])
        cls.users["sc_manager"].sales_company_ids = [Command.set(tree["West"].ids)]
        return tree

    @classmethod
    def _proof(cls, name="slip.png", user=None):
        attachments = cls.env["ir.attachment"].with_user(user or cls.users["fin_cashier"])
        return attachments.create({"name": name, "raw": f"%PDF-1.4 {name} {next(NUMBERS)}".encode()})

    @classmethod
    def _account(cls, partner):
        """Give the owner's account of the running season, made if need be."""
        return cls.env["prepaid.account"]._get_or_create(cls.company, partner)

    @classmethod
    def _submitted_topup(cls, partner, amount, **vals):
        topup = cls.env["prepaid.topup"].with_user(cls.users["fin_cashier"]).create({
            "partner_id": partner.id, "amount": amount, "payer_name": "Payer", "remark": "Test West",
            "bank_serial": f"T{next(NUMBERS)}", "proof_ids": [Command.set(cls._proof().ids)], **vals})
        topup.action_submit()
        return topup

    @classmethod
    def _topup(cls, partner, amount, **vals):
        """Top up by the cashier, confirmed by the confirmer; give the top-up."""
        topup = cls._submitted_topup(partner, amount, **vals)
        topup.with_user(cls.users["fin_confirmer"]).action_confirm()
        return topup

    @classmethod
    def _from_bank(cls, *vals_list):
        """Make remittances as an import of the bank's sheet by the cashier makes them; give them with his rights."""
        lines = cls.env["prepaid.bank.line"].with_user(cls.users["fin_cashier"])
        return lines.sudo().create([{"date": cls.company._dealer_today(), **vals} for vals in vals_list]).sudo(False)

    @classmethod
    def _open_account(cls, partner, amount=5000):
        """Open the owner's account with a first top-up; give the account."""
        return cls._topup(partner, amount).account_id.with_user(cls.env.user)

    @classmethod
    def _withdraw(cls, account, amount, reason="asked for it"):
        """Pay money back by cashier, finance manager and confirmer; give the withdrawal."""
        document = cls.env["prepaid.withdrawal"].with_user(cls.users["fin_cashier"]).create(
            {"account_id": account.id, "amount": amount, "reason": reason})
        document.action_submit()
        document.with_user(cls.users["fin_manager"]).action_approve()
        paid = document.with_user(cls.users["fin_confirmer"])
        paid.bank_reference = f"B{next(NUMBERS)}"
        paid.action_pay()
        return document

    @classmethod
    def _approved_on(cls, payout, day):
        """Let a withdrawal or refund that waits for its payment have been approved in the first minute of an earlier day."""
        moment = cls.company._dealer_utc(day)
        if payout._name == "prepaid.withdrawal":
            payout.sudo().approved_at = moment
        cls.env.cr.execute(
            "UPDATE prepaid_hold SET created_at = %s WHERE res_model = %s AND res_id = %s AND state = 'open'", [moment, payout._name, payout.id])
        cls.env["prepaid.hold"].invalidate_model(["created_at"])

    @classmethod
    def _final_statement(cls, *accounts):
        """Make the statement of all entries of each account and hand it over; one more on a day that has one is of the next day."""
        statements = cls.env["prepaid.statement"].with_user(cls.users["fin_settlement"])
        for account in accounts:
            last = statements.search([("account_id", "=", account.id), ("state", "!=", "draft")], order="position desc", limit=1)
            day = cls.company._dealer_today()
            day = max(day, last.date_to + datetime.timedelta(days=1)) if last else day
            with patch.object(type(cls.company), "_dealer_today", lambda company, now=None, day=day: day):
                statement = statements.create({"account_id": account.id, "date_to": day})
                statement.action_issue()
                statement.action_hand_over("by courier")

    def assertLedger(self, account, balance, held, available):
        """Assert the three figures and every invariant of journeys.md: sums, GL, bounds."""
        self.env.flush_all()
        self.env.invalidate_all()
        account = account.with_user(self.env.ref("base.user_root")).sudo()
        figures = [to_fen(account.balance), to_fen(account.held), to_fen(account.available)]
        self.assertEqual(figures, [to_fen(balance), to_fen(held), to_fen(available)], "balance, held, available")
        self.assertEqual(self.env["prepaid.check"]._differences(account.company_id), [])
        self.assertEqual(self.env["prepaid.check"]._law_differences(account.company_id), [])
        self.assertLessEqual(account.held, account.balance)
        due = self.env["account.move.line"].sudo()._read_group(
            [("partner_id", "=", account.partner_id.id), ("account_type", "=", "asset_receivable"), ("parent_state", "=", "posted")],
            [], ["balance:sum"])[0][0]
        self.assertEqual(to_fen(due or 0), 0, "receivable of the owner after clearing")

    def assertMove(self, move, lines):
        """Assert the journal lines as a set of (account code, balance in yuan)."""
        found = sorted((line.account_id.with_company(move.company_id).code, float(from_fen(to_fen(line.balance)))) for line in move.line_ids)
        self.assertEqual(found, sorted((code, float(amount)) for code, amount in lines))

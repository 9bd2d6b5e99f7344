"""Two companies, keys of the context, and what the figures count."""
import base64
from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.dealer_base.tests.import_common import DEALER_HEAD
from odoo.addons.dealer_base.tests.sheets import xlsx

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationGates(ActivationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.beta = cls.env["res.company"].create({"name": "HQ Beta"})
        cls.rep.company_ids = [Command.link(cls.beta.id)]
        cls.both = (cls.env.company | cls.beta).ids

    def test_context_makes_no_sheet_and_no_badge_of_others(self):
        keys = {"default_user_id": self.rep2.id, "default_state": "locked", "default_activation_rate": 100, "default_week": "2020-01-06",
                "default_token": "x" * 32, "default_expires_at": "2099-01-01 00:00:00", "default_company_id": self.beta.id}
        sheet = self.env["activation.sheet"].browse(self.env["activation.sheet"].with_user(self.rep).with_context(**keys).action_mine()["res_id"])
        self.assertEqual((sheet.user_id, sheet.state, sheet.activation_rate, sheet.company_id), (self.rep, "open", 0, self.env.company))
        badge = self.env["activation.badge"].browse(self.env["activation.badge"].with_user(self.rep).with_context(**keys).action_mine()["res_id"])
        self.assertEqual((badge.user_id, badge.company_id), (self.rep, self.env.company))
        self.assertNotEqual(badge.token, "x" * 32)
        self.assertLess(badge.expires_at.year, 2099)
        record = self.env["activation.record"].with_user(self.sc_user).with_context(
            default_account_state="enabled", default_first_login_at="2026-01-01 00:00:00")._enter(self.store2, "nomination")
        self.assertEqual((record.account_state, record.stage), ("pending", "new"))

    def test_registration_of_a_badge_of_the_other_company(self):
        badges = self.env["activation.badge"].with_user(self.rep).with_context(allowed_company_ids=self.both)
        badge = badges.browse(badges.with_company(self.beta).action_mine()["res_id"]).sudo()
        one = badge._enter("Li", "13800000001", "Store 1A").with_env(badges.env)
        self.assertEqual(one.company_id, self.beta)
        one.action_confirm()
        self.assertEqual((one.record_id.company_id, one.record_id.invite_ids.user_id.company_ids), (self.beta, self.beta))
        with self.assertRaisesRegex(UserError, "settled already"):
            one.partner_id = self.dealer
        self.assertFalse(badge._enter("Li", "13800000078", "%").partner_id, "what a stranger types is no pattern")

    def test_visit_in_the_other_company(self):
        record = self._record(self.store, company_id=self.beta.id)
        env = self.env(user=self.rep, context={"allowed_company_ids": self.both})
        visit = env["activation.visit"].create({
            "record_id": record.id, "result": "Comes in spring", "reason_id": self.env.ref("customer_activation.reason_no_time").id})
        visit.action_done()
        self.assertEqual(record.sheet_line_ids.sheet_id.company_id, self.beta)
        sheet = env["activation.sheet"].browse(env["activation.sheet"].action_mine()["res_id"])
        self.assertEqual(sheet.company_id, self.env.company)
        with self.assertRaises(AccessError):
            sheet.line_ids.create({"sheet_id": sheet.id, "record_id": record.id, "reason_id": visit.reason_id.id})

    def test_history_counts_in_the_company_of_the_login(self):
        first = self._record(self.store, contact_name="Wang")
        self._invited(first)
        self._login(self._accept(first))
        second = self._record(self.store, company_id=self.beta.id)
        self.assertEqual((first.account_state, second.account_state), ("enabled", "pending"))

    def test_history_begins_with_the_first_login(self):
        """Who used the portal before he was in the list is activated since his first login that is still known, not his last one."""
        user = self._portal("act_before", self.store)
        user.password_by_id = False
        ago = [fields.Datetime.now() - timedelta(days=days) for days in (90, 1)]
        for when in ago:
            log = self.env["res.users.log"].with_user(user).sudo().create({})
            self.env.flush_all()
            self.env.cr.execute("UPDATE res_users_log SET create_date = %s WHERE id = %s", [when, log.id])
        self.env.invalidate_all()
        record = self._record(self.store)
        self.assertEqual([record.first_login_at, record.last_login_at], [at.replace(microsecond=0) for at in ago])
        self.assertEqual((record.login_count, record.account_state), (2, "enabled"))

    def _imported_week(self):
        """J20's customers from a sheet: 36 of the first salesperson, 24 of the second; gives their records by salesperson."""
        self.dealer.dealer_code = "J20D"
        rows = [DEALER_HEAD] + [
            ["门店", f"J20S{n}", f"门店{n}", "J20D", f"137{n:08d}", "四川省", "成都市", "武侯区", None, "act_rep" if n < 36 else "act_rep2", "店长", None, None]
            for n in range(60)]
        job = self.env["dealer.import.job"].with_user(self.presale).create({
            "layout": "dealers", "filename": "客户.xlsx", "file": base64.b64encode(xlsx(rows))})
        job.action_check()
        job.action_import()
        records = self.env["activation.record"].search([("partner_id.dealer_code", "=like", "J20S%")], order="id")
        self.assertEqual((len(records), set(records.mapped("account_state")), set(records.mapped("source"))), (60, {"pending"}, {"import"}))
        with self.assertRaisesRegex(UserError, "门店0.* is still to be reviewed"):
            records[0].with_user(self.rep).action_invite()
        for user in (self.hq_user, self.ops_user):
            records.partner_id.with_user(user).action_approve_channel()
        return [records.filtered(lambda one, user=user: one.user_id == user) for user in (self.rep, self.rep2)]

    def _credit(self, orders):
        journal = self.env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", self.env.company.id)], limit=1)
        for order in orders:
            self.env["account.move"].create({
                "move_type": "out_refund", "partner_id": order.partner_id.id, "journal_id": journal.id, "invoice_line_ids": [Command.create({
                    "product_id": self.goods.id, "quantity": 1, "price_unit": 100, "tax_ids": False, "sale_line_ids": order.order_line.ids})],
            })._post(soft=False)

    def test_j20_in_one_go(self):
        """From the sheet with 60 customers to the call-backs: 50 invited, 40 logged in, 20 ordered, 2 gave everything back; each by its step."""
        reasons = {reason.code: reason.id for reason in self.env["activation.reason"].search([])}
        codes = iter(["not_used_to"] * 4 + ["no_time"] * 3 + ["cannot_use"] * 2 + ["aged"])
        sheets, back = self.env["activation.sheet"], self.env["sale.order"]
        for records, invited, came, ordered in zip(self._imported_week(), (30, 20), (27, 13), (14, 6), strict=True):
            records[:invited].with_user(records.user_id).action_invite()
            for record in records[:came]:
                user = record.invite_ids.user_id
                user.with_user(user).sudo()._update_last_login()
            orders = [self._order(record.partner_id) for record in records[:ordered]]
            back |= orders[0]
            for record in records[came:invited]:
                sheets.with_user(record.user_id)._add(record.with_user(record.user_id), {
                    "reason_id": reasons[next(codes)], "contacted_on": self.env.company._dealer_today(), "way": "visit"})
        self._credit(back)
        today = self.env.company._dealer_today()
        figures = self.env["activation.figures"].with_user(self.ops).create({"date_from": today - timedelta(days=1), "date_to": today})
        figures.action_compute()
        found = {int(line.key): (line.registered, line.activated, line.ordering, line.activation_rate, line.first_order_rate)
                 for line in figures.line_ids if line.key}
        self.assertEqual(found[self.rep.id], (30, 27, 13, 90.0, 48.15))
        self.assertEqual(found[self.rep2.id], (20, 13, 5, 65.0, 38.46))

        mine = sheets.search([("user_id", "in", (self.rep | self.rep2).ids)])
        week = mine[0].week
        with freeze_time(fields.Datetime.to_datetime(week) + timedelta(days=6, hours=17)):
            self.patch(type(self.env["res.company"]), "_dealer_today", lambda _self, now=None: week + timedelta(days=7))
            sheets._cron_week()
        self.assertEqual(sorted(mine.mapped(lambda one: (one.state, one.registered, one.activated, one.ordering))), [
            ("locked", 20, 13, 5), ("locked", 30, 27, 13)])
        drawn = self.env["activation.audit"].search([("sheet_id", "in", mine.ids)])
        self.assertEqual(sorted((one.user_id.login, one.kind) for one in drawn),
                         [("act_rep", "line")] + [("act_rep", "login")] * 3 + [("act_rep2", "line")] + [("act_rep2", "login")] * 2)
        denied = drawn.filtered(lambda one: (one.user_id, one.kind) == (self.rep, "line")).with_user(self.aftersale)
        denied.write({"visited": "no", "same_reason": "no"})
        denied.action_done()
        self.assertEqual((denied.score, denied.record_id.sudo().activity_ids.user_id), (0, self.boss))

    def test_credit_note_of_two_orders(self):
        record = self._record(self.store)
        orders = self._order(self.store) | self._order(self.store, 50)
        journal = self.env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", self.env.company.id)], limit=1)
        note = self.env["account.move"].create({"move_type": "out_refund", "partner_id": self.store.id, "journal_id": journal.id, "invoice_line_ids": [
            Command.create({"product_id": self.goods.id, "quantity": 1, "price_unit": price, "tax_ids": False, "sale_line_ids": line.ids})
            for line, price in zip(orders.order_line, (30, 20), strict=True)]})
        note._post(soft=False)
        self.assertEqual((record.order_ids.sorted("net_amount").mapped("net_amount"), record.net_amount), ([30, 70], 100))
        note.button_draft()
        self.assertEqual(record.net_amount, 150)

    def test_who_did_not_order_lately(self):
        """R1-212: ordered and not ordered with a date: who ordered within 30 days is not in the list."""
        never, old, new = (self._record(partner) for partner in (self.store, self.store2, self.dealer))
        old.last_order_at = fields.Datetime.now() - timedelta(days=31)
        new.last_order_at = fields.Datetime.now() - timedelta(days=29)
        arch = etree.fromstring(self.env["activation.record"].get_view(view_type="search")["arch"])
        domain = literal_eval(arch.find(".//filter[@name='quiet']").get("domain"))
        self.assertEqual(self.env["activation.record"].search([("id", "in", (never | old | new).ids), *domain]), never | old)

    def test_order_taken_back_counts_no_more(self):
        record = self._record(self.store)
        order = self._order(self.store)
        self.assertTrue(record.has_ordered)
        order.write({"state": "draft"})  # as an order that goes back under review
        self.assertEqual((record.has_ordered, record.net_amount, record.stage), (False, 0, "new"))
        order.write({"state": "sale"})
        self.assertEqual((record.has_ordered, record.net_amount), (True, 100))

    def test_order_changed_after_its_confirmation(self):
        """What a confirmed order counts follows its lines at once, not first with its next step."""
        record, order = self._record(self.store), self._order(self.store)
        order.order_line.product_uom_qty = 3
        self.assertEqual((record.net_amount, record.order_ids.net_amount), (300, 300))
        order.order_line.create({"order_id": order.id, "product_id": self.goods.id, "product_uom_qty": 1, "price_unit": 50, "tax_ids": False})
        self.assertEqual(record.net_amount, 350)
        order.order_line.price_unit = 0
        self.assertEqual((record.net_amount, record.has_ordered, record.stage), (0, False, "new"))

    def test_invitation_of_an_archived_login(self):
        record = self._record(self.store)
        self._invited(record).active = False
        with self.assertRaisesRegex(UserError, "13800000001 .* is archived"):
            record.with_user(self.rep).action_invite()

    def test_invitation_of_the_other_company(self):
        login = self._invited(self._record(self.store))
        record = self._record(self.store, company_id=self.beta.id)
        record.with_user(self.rep).with_context(allowed_company_ids=self.both).action_invite()
        self.assertEqual((record.invite_ids.user_id, set(login.company_ids.ids)), (login, set(self.both)))
        self._login(self._accept(record))
        self.assertEqual(record.account_state, "enabled", "his own login counts for the company that invited him")

    def test_operations_reads(self):
        """R1-175: operations looks at any customer; it writes what the salesperson is checked by, notes and tasks, and nothing else."""
        record = self._record(self.store)
        self._invited(record)
        own = record.with_user(self.ops)
        reason = self.env.ref("customer_activation.reason_no_time").id
        for call in (
            lambda: own.write({"phone": "13900000000"}), lambda: own.write({"contact_name": "Li"}), lambda: own.write({"who_orders": "owner"}),
            lambda: own.write({"call_phone": "13900000000", "device_kind": "pc"}), own.action_inform, own.action_contact, lambda: own.action_close(reason),
            own.action_sent, own.invite_ids.action_revoke,
        ):
            with self.assertRaisesRegex(AccessError, "Operations reads"):
                call()
        self.assertFalse(own.is_followed_here)
        own.write({"call_phone": "13900000001", "is_old_customer": True})
        own.message_post(body="Looked at")
        own.activity_schedule("mail.mail_activity_data_todo", user_id=self.ops.id)
        self.ops.group_ids = [Command.link(self.env.ref("dealer_base.group_cs_presale").id)]
        own.write({"contact_name": "Li"})
        self.assertTrue(own.is_followed_here, "who is pre-sale service, too, follows customers")
        for user in (self.rep, self.boss, self.presale, self.sc_user):
            self.assertTrue(record.with_user(user).is_followed_here, user.login)

    def test_late_customers_become_tasks(self):
        record = self._record(self.store)
        other = self._record(self.store2, self.rep2)
        records = self.env["activation.record"]
        past = fields.Datetime.now() - timedelta(days=9)
        (record | other).write({"stage_since": past, "stage_due": past + timedelta(days=7)})
        asked = records._cron_late()
        self.assertLessEqual(record | other, asked)
        self.assertEqual((record.activity_ids.user_id, other.activity_ids.user_id), (self.rep, self.rep2))
        self.assertFalse(records._cron_late() & (record | other), "asked once")
        record.with_user(self.rep).action_close(self.env.ref("customer_activation.reason_no_time").id)
        self.assertFalse(record.activity_ids, "the reason ends the task")
        self.assertNotIn(record, records._cron_late(), "somebody said why since he came into the stage")
        other._note(informed_at=fields.Datetime.now())
        self.assertFalse(other.activity_ids, "he went on by himself")

    def test_invited_customer_is_bound(self):
        free = self.env["res.partner"].create({
            "name": "Store 1F", "is_company": True, "dealer_level": "store", "parent_id": self.foreign_dealer.id, "phone": "13800000055",
            "dealer_state": "frozen"})
        record = self._record(free)
        with self.assertRaisesRegex(UserError, "Store 1F is not approved, its channel state is “Frozen”"):
            self._invited(record)
        free.dealer_state = "approved"
        self._invited(record)
        self.assertEqual(free.user_id, self.rep)
        self._invited(self._record(self.store2, self.rep))
        self.assertEqual(self.store2.user_id, self.rep2, "who has a salesperson keeps him")

    def test_list_and_logins(self):
        entered = self.env["activation.record"]._enter(self.dealer, "import")
        self.assertFalse(entered.contact_name, "a store is no contact person")
        entered.stage_due = fields.Datetime.now() - timedelta(days=1)
        late = self._record(self.store)
        late.stage_due = False
        records = self.env["activation.record"]
        mine = [("id", "in", (entered | late).ids)]
        self.assertEqual(records.search([*mine, ("is_late", "=", True)]), entered)
        self.assertEqual(records.search([*mine, ("is_late", "=", False)]), late)
        self.presale.write({"login": "13800000009"})
        self.presale.partner_id.parent_id = self.store
        late.phone = "13800000009"
        with self.assertRaisesRegex(UserError, "another phone"):
            late.with_user(self.rep).action_invite()

    def test_the_form_opens_where_the_customer_has_another_dealer_salesperson(self):
        """Who is responsible for a customer in the funnel reads its names there, though the contact itself is another salesperson's."""
        record = self._record(self.store2, user=self.rep2)
        self._order(self.store2)
        sheet = self.env["activation.sheet"].with_user(self.rep2).action_mine()["res_id"]
        self.env["activation.sheet.line"].create({"sheet_id": sheet, "record_id": record.id})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.store2.with_user(self.rep2).read(["name"])
        mine = record.with_user(self.rep2).sudo(False)
        spec = {
            "display_name": {}, "partner_id": {"fields": {"display_name": {}}},
            "order_ids": {"fields": {"display_name": {}, "order_id": {"fields": {"display_name": {}}}, "net_amount": {}}},
            "sheet_line_ids": {"fields": {"display_name": {}, "record_id": {"fields": {"display_name": {}}}, "note": {}}}}
        seen = mine.web_read(spec)[0]
        self.assertEqual(seen["display_name"], self.store2.display_name)
        self.assertEqual((len(seen["order_ids"]), len(seen["sheet_line_ids"])), (1, 1))

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NominationCommon

ROLES = (
    "group_fin_cashier", "group_fin_confirmer", "group_fin_settlement", "group_fin_manager", "group_cs_presale", "group_cs_aftersale",
    "group_cs_manager", "group_sales_rep", "group_sales_manager", "group_ops", "group_ops_manager", "group_wh_operator", "group_wh_manager",
    "group_purchase_clerk", "group_purchase_manager", "group_sc_manager", "group_hq_channel", "group_business_admin", "group_auditor",
    "group_portal_clerk", "group_portal_store", "group_portal_dealer", "group_portal_readonly",
)
READ = {
    "group_fin_cashier", "group_fin_confirmer", "group_fin_manager", "group_cs_presale", "group_cs_manager", "group_ops_manager", "group_sc_manager",
    "group_hq_channel", "group_auditor",
}
METHODS = {
    "action_submit": {"group_sc_manager"},
    "action_approve_hq": {"group_hq_channel"},
    "action_approve": {"group_ops_manager"},
    "action_reject": {"group_hq_channel", "group_ops_manager"},
    "action_reopen": {"group_sc_manager"},
    "action_update_checklist": {"group_sc_manager"},
    "action_renew_invite": {"group_sc_manager", "group_cs_presale", "group_cs_manager"},
}


@tagged("post_install", "-at_install")
class TestNominationAccess(NominationCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_role = {role: cls._user(f"nom_{role}", role, sales_company_ids=cls.west.ids) for role in ROLES}

    def test_who_reads_and_writes(self):
        nomination = self._nominate()
        lines = nomination.line_ids
        for role, user in self.by_role.items():
            with self.subTest(role):
                self.env.invalidate_all()
                own = nomination.with_user(user)
                self.assertEqual(own.has_access("read"), role in READ)
                self.assertEqual(lines.with_user(user).has_access("read"), role in READ)
                for operation in ("write", "unlink"):
                    self.assertEqual(own.has_access(operation), role == "group_sc_manager", operation)

    @staticmethod
    def _is_denied(call, *args):
        try:
            call(*args)
        except AccessError:
            return True
        except UserError:  # the role is right, the state is not
            return False
        return False

    def test_who_may_call(self):
        nomination = self._nominate()
        for method, allowed in METHODS.items():
            for role, user in self.by_role.items():
                with self.subTest(method=method, role=role), self.env.cr.savepoint() as savepoint:
                    call = getattr(nomination.with_user(user), method)
                    self.assertEqual(self._is_denied(call), role not in allowed)
                    savepoint.rollback()

    def test_foreign_sales_company_sees_and_does_nothing(self):
        nomination = self._nominate()
        foreign = nomination.with_user(self.east_user)
        self.assertFalse(self.env["dealer.nomination"].with_user(self.east_user).search([("id", "=", nomination.id)]))
        for call in (lambda: foreign.read(["name"]), foreign.action_submit, lambda: foreign.write({"note": "x"}),
                     lambda: self._nominate(user=self.east_user, partner=self.env["res.partner"], candidate_name="Store 1E")):
            with self.assertRaises(AccessError):
                call()

    def test_client_cannot_write_the_approval(self):
        nomination = self._nominate()
        for vals in ({"state": "approved"}, {"hq_user_id": self.hq_user.id}, {"name": "X"}):
            with self.assertRaises(UserError):
                nomination.write(vals)
        with self.assertRaises(UserError):
            self.env["dealer.nomination"].with_user(self.sc_user).create({"sales_company_id": self.west.id, "state": "approved"})
        nomination.action_submit()
        with self.assertRaises(UserError):
            nomination.contact_name = "Somebody else"
        with self.assertRaises(UserError):
            nomination.line_ids[0].value_score = 3
        with self.assertRaises(UserError):
            nomination.unlink()

    def test_client_cannot_lower_a_limit(self):
        nomination = self._nominate(sales=900_000)
        with self.assertRaises(UserError):
            nomination.line_ids[1].threshold_amount = 1

    def test_channel_state_is_not_written_by_the_client(self):
        presale = self.by_role["group_cs_presale"]
        for vals in ({"dealer_state": "approved"}, {"dealer_account_opened_at": "2026-01-01 00:00:00"}):
            with self.assertRaises(UserError):
                self.store.with_user(presale).write(vals)
        with self.assertRaises(UserError):
            self.env["res.partner"].with_user(presale).create({
                "name": "Store 1Z", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "dealer_state": "approved"})
        self.store.with_user(presale).write({"dealer_state": "review", "phone": "13800000009"})  # an unchanged state does not hurt

    def test_imported_partners_are_approved_by_another_person_of_the_channel(self):
        hq = self.by_role["group_hq_channel"]
        commerce = self.by_role["group_ops_manager"]
        for role in ("group_cs_presale", "group_sc_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.store.with_user(self.by_role[role]).action_approve_channel()
        nomination = self._nominate()
        nomination.action_submit()
        with self.assertRaisesRegex(UserError, "under nomination"):
            self.store.with_user(hq).action_approve_channel()
        both = self.foreign_dealer | self.east
        with self.assertRaisesRegex(UserError, "waits for the HQ channel approver"):
            self.foreign_dealer.with_user(commerce).action_approve_channel()
        both.with_user(hq).action_approve_channel()
        both.with_user(hq).action_approve_channel()
        self.assertEqual(both.mapped("dealer_state"), ["review", "approved"], "R0-056: a terminal needs two approvals, a sales company is none")
        hq.group_ids = [(4, self.env.ref("dealer_base.group_ops_manager").id)]
        with self.assertRaisesRegex(UserError, "another person gives the second approval"):
            self.foreign_dealer.with_user(hq).action_approve_channel()
        presale = self.by_role["group_cs_presale"]
        self.foreign_dealer.with_user(presale).write({"phone": "13800000078", "channel_hq_id": hq.id})
        with self.assertRaisesRegex(UserError, "waits for the HQ channel approver"):  # what was looked at has changed
            self.foreign_dealer.with_user(commerce).action_approve_channel()
        for user in (hq, commerce):
            self.foreign_dealer.with_user(user).action_approve_channel()
        self.assertEqual((self.foreign_dealer.dealer_state, self.foreign_dealer.channel_hq_id), ("approved", hq))

        own = self.env["res.partner"].with_user(self.by_role["group_cs_presale"]).create({
            "name": "Store 1Y", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "channel_hq_id": hq.id})
        self.assertFalse(own.channel_hq_id, "nobody writes an approval by hand")
        self.by_role["group_cs_presale"].group_ids = [(4, self.env.ref("dealer_base.group_hq_channel").id)]
        with self.assertRaisesRegex(UserError, "another person"):
            own.action_approve_channel()

    def test_who_changed_it_does_not_approve_it(self):
        """S13, S26: who rewrote what is looked at has entered it as well; what stays the same, and other fields, do not count."""
        hq, presale = self.by_role["group_hq_channel"], self.by_role["group_cs_presale"]
        presale.group_ids = [(4, self.env.ref("dealer_base.group_hq_channel").id)]
        for vals, counts in (({"phone": "13800000077"}, True), ({"name": "Store Other"}, True), ({"comment": "x"}, False), ({"name": self.store.name}, False)):
            with self.subTest(vals), self.env.cr.savepoint() as savepoint:
                self.store.with_user(presale).write({**vals, "channel_editor_ids": [(5,)]})
                self.assertEqual(presale in self.store.channel_editor_ids, counts)
                if counts:
                    with self.assertRaisesRegex(UserError, "changed by you"):
                        self.store.with_user(presale).action_approve_channel()
                    self.store.with_user(hq).action_approve_channel()
                else:
                    self.store.with_user(presale).action_approve_channel()
                savepoint.rollback()
        nomination = self._nominate()
        editor = self._second_of_the_sales_company()
        nomination.line_ids[0].with_user(editor).write({"value_score": 10})
        nomination.with_user(self.sc_user).action_submit()
        self.env["dealer.sod.rule"].search([("code", "=", "S26")]).severity = "document"
        editor.group_ids = [(4, self.env.ref("dealer_base.group_hq_channel").id)]
        with self.assertRaisesRegex(UserError, "needs another person"):
            nomination.with_user(editor).action_approve_hq()
        nomination.with_user(hq).action_approve_hq()

    def _second_of_the_sales_company(self):
        return self.sc_user.copy({"login": "t_sc_second"})

    def test_only_the_sender_reads_the_link(self):
        nomination = self._approved()
        self.dealer._on_prepaid_account_opened()
        for role in ("group_hq_channel", "group_fin_cashier", "group_auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                nomination.with_user(self.by_role[role]).mapped("invite_url")

    def test_other_company(self):
        nomination = self._nominate()
        other = self.env["res.company"].create({"name": "HQ Beta"})
        self.hq_user.write({"company_ids": [(4, other.id)], "company_id": other.id})

        found = self.env["dealer.nomination"].with_user(self.hq_user).with_context(allowed_company_ids=other.ids).search([])

        self.assertNotIn(nomination, found)
        self.assertTrue(self.env["ir.sequence"].search_count([("code", "=", "dealer.nomination"), ("company_id", "=", other.id)]))

"""The roles of all departments exist as designed and bring no right of Odoo's own applications by themselves."""
from odoo.tests import TransactionCase, new_test_user, tagged

DEPARTMENTS = (
    "fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "cs_presale", "cs_aftersale", "cs_manager", "sales_rep",
    "sales_manager", "ops", "ops_manager", "wh_operator", "wh_manager", "purchase_clerk", "purchase_manager", "sc_manager",
    "hq_channel", "business_admin", "auditor",
)
PORTAL = ("portal_clerk", "portal_store", "portal_dealer", "portal_readonly")
EXTENDED = ("x_cs_confirm_payment", "x_cs_ship", "x_wh_refund", "x_price_unlimited")


@tagged("post_install", "-at_install")
class TestRoles(TransactionCase):
    def test_internal_roles(self):
        for role in DEPARTMENTS:
            with self.subTest(role):
                group = self.env.ref(f"dealer_base.group_{role}")
                self.assertTrue(group.privilege_id)
                user = new_test_user(self.env, f"t_role_{role}", groups=f"base.group_user,dealer_base.group_{role}")
                self.assertTrue(user.has_group("dealer_base.group_dealer_viewer"))
                self.assertFalse(user.has_group("base.group_system"))

    def test_portal_roles_stay_portal(self):
        for role in PORTAL:
            with self.subTest(role):
                user = new_test_user(self.env, f"t_role_{role}", groups=f"dealer_base.group_{role}")
                self.assertTrue(user.share)
                self.assertFalse(user.has_group("base.group_user"))

    def test_nobody_gains_a_role_by_installing(self):
        for group in EXTENDED:
            self.assertFalse(self.env.ref(f"dealer_base.group_{group}").all_user_ids.filtered(lambda u: u.login in ("admin", "__system__")))
        admin = self.env.ref("base.user_admin")
        self.assertFalse([role for role in DEPARTMENTS if admin.has_group(f"dealer_base.group_{role}")])

"""The channel tree: levels, helpers, codes, and what is refused."""
import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestChannel(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.west = cls._make("West", "sales_company")
        cls.dealer = cls._make("Dealer", "dealer", cls.west)
        cls.store = cls._make("Store", "store", cls.dealer)

    @classmethod
    def _make(cls, name, level, parent=None, **vals):
        return cls.env["res.partner"].create({
            "name": f"Channel {name}", "dealer_level": level, "is_company": True, "parent_id": parent and parent.id, **vals})

    def test_helpers_follow_the_tree(self):
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.store.id})
        for partner, dealer, company in (
            (self.west, self.env["res.partner"], self.west), (self.dealer, self.dealer, self.west),
            (self.store, self.dealer, self.west), (contact, self.dealer, self.west),
        ):
            self.assertEqual((partner.dealer_id, partner.sales_company_id), (dealer, company), partner.name)
        self.assertEqual(contact._dealer_chain(), self.store + self.dealer + self.west)
        self.assertEqual(self.store.dealer_state, "review")

        east = self._make("East", "sales_company")
        self.dealer.parent_id = east
        self.assertEqual((self.store | contact).sales_company_id, east)

    def test_the_channel_is_not_merged(self):
        """Odoo's merge deletes what two partners are unique by: it takes contacts into a member of the channel, and no member into another."""
        other, contact = self._make("Store 2", "store", self.dealer), self.env["res.partner"].create({"name": "Contact"})
        wizard = self.env["base.partner.merge.automatic.wizard"]
        for ids, into in (((self.store | other).ids, self.store), ((self.store | contact).ids, contact), ((self.store | contact).ids, None)):
            with self.subTest(into=into and into.name), self.assertRaisesRegex(UserError, "Channel Store.*are not merged"):
                wizard._merge(ids, into)
        wizard._merge((self.store | contact).ids, self.store)
        self.assertEqual((self.store | other).exists(), self.store | other)
        self.assertFalse(contact.exists())

    def test_refused(self):
        for level, parent in (("dealer", None), ("store", None), ("store", self.west), ("dealer", self.dealer),
                              ("sales_company", self.west), ("dealer", self.store)):
            with self.subTest(level=level, parent=parent and parent.name), self.assertRaises(ValidationError):
                self._make("Wrong", level, parent)
        with self.assertRaises(ValidationError):
            self._make("Person", "sales_company", is_company=False)
        with self.assertRaises(ValidationError):
            self.dealer.dealer_level = "store"
        with self.assertRaises(ValidationError):
            self.dealer.dealer_level = False

    @mute_logger("odoo.sql_db")
    def test_code_is_unique_and_finds(self):
        self.store.dealer_code = "S-77"
        self.assertIn(self.store.id, [res_id for res_id, _name in self.env["res.partner"].name_search("S-77")])
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self._make("Twin", "store", self.dealer, dealer_code="S-77")
            self.env.flush_all()

    def test_reason_dialog_calls_listed_methods_only(self):
        user = new_test_user(self.env, "t_reason", groups="base.group_user,dealer_base.group_cs_presale")
        wizard = self.env["dealer.reason"].with_user(user).create({
            "res_model": "res.partner", "res_ids": self.store.ids, "method": "unlink", "reason": "x"})
        with self.assertRaises(AccessError):
            wizard.action_apply()
        self.assertTrue(self.store.exists())

    def test_who_sees_which_partner(self):
        rep = new_test_user(self.env, "t_scope_rep", groups="base.group_user,dealer_base.group_sales_rep")
        head = new_test_user(self.env, "t_scope_head", groups="base.group_user,dealer_base.group_sales_manager")
        manager = new_test_user(self.env, "t_scope_sc", groups="base.group_user,dealer_base.group_sc_manager")
        cashier = new_test_user(self.env, "t_scope_fin", groups="base.group_user,dealer_base.group_fin_cashier")
        self.env["crm.team"].create({"name": "Scope", "user_id": head.id, "member_ids": [(6, 0, rep.ids)]})
        east = self._make("East", "sales_company")
        foreign = self._make("Foreign", "dealer", east)
        contact = self.env["res.partner"].create({"name": "Foreign clerk", "parent_id": foreign.id})
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        self.dealer.user_id = rep
        manager.sales_company_ids = self.west
        everything = self.west + self.dealer + self.store + east + foreign + contact + vendor
        for user, seen in (
            (rep, self.dealer + self.store + vendor), (head, self.dealer + self.store + vendor),
            (manager, self.west + self.dealer + self.store + vendor), (cashier, everything),
        ):
            with self.subTest(user.login):
                found = self.env["res.partner"].with_user(user).search([("id", "in", everything.ids)])
                self.assertEqual(found.sorted("id").ids, everything.filtered(lambda p, s=seen: p in s).sorted("id").ids)
        with self.assertRaises(AccessError):
            foreign.with_user(rep).write({"name": "mine"})
        manager.sales_company_ids = east
        self.assertIn(foreign, self.env["res.partner"].with_user(manager).search([("id", "in", everything.ids)]), "at once")

    def test_an_approved_store_keeps_its_place(self):
        service = new_test_user(self.env, "t_place_cs", groups="base.group_user,dealer_base.group_cs_presale")
        channel = new_test_user(self.env, "t_place_hq", groups="base.group_user,dealer_base.group_hq_channel,base.group_partner_manager")
        other = self._make("Other", "dealer", self.west)
        store = self._make("Moving", "store", self.dealer)
        store.with_user(service).parent_id = other
        store.dealer_state = "approved"
        with self.assertRaisesRegex(AccessError, "place in the channel"):
            store.with_user(service).write({"parent_id": self.dealer.id})
        store.with_user(service).write({"parent_id": other.id, "phone": "1"})
        store.with_user(channel).write({"parent_id": self.dealer.id})
        self.assertEqual(store.dealer_id, self.dealer)

    def test_nobody_gives_rights_to_himself(self):
        admin = new_test_user(self.env, "t_self", groups="base.group_user,dealer_base.group_business_admin")
        with self.assertRaises(AccessError):
            admin.with_user(admin).write({"group_ids": [(4, self.env.ref("dealer_base.group_fin_confirmer").id)]})

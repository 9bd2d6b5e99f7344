"""Balance, held and the like are no columns, and still one searches, sorts, groups and sums by them."""
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestSums(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rich, cls.poor = cls._open_account(cls.d1, 6000), cls._open_account(cls.partners["D2"], 5000)
        cls.rich._hold("t,1", 68_000, "res.partner", cls.d1.id, "Test")

    def _found(self, *leaf):
        accounts = (self.rich | self.poor).with_user(self.users["fin_cashier"])
        return accounts.search([("id", "in", accounts.ids), leaf], order="id").sudo(False)

    def test_search(self):
        for leaf, found in (
                (("balance", ">", 5000), self.rich), (("balance", "=", 5000), self.poor), (("balance", "!=", 5000), self.rich),
                (("balance", "in", [5000, 6000]), self.rich | self.poor), (("held", ">=", 680), self.rich), (("held", "=", 0), self.poor),
                (("held", "=", False), self.poor), (("held", "!=", False), self.rich), (("cash_free", "<", 5100), self.poor),
                (("entry_ids.balance_after", "=", 6000), self.rich), (("hold_ids.open_amount", "=", 680), self.rich),
                (("lot_ids.used", "=", 680), self.rich)):
            with self.subTest(leaf):
                self.assertEqual(self._found(*leaf), found)

    def test_group_sort_and_sum(self):
        accounts = self.env["prepaid.account"].with_user(self.users["fin_cashier"])
        domain = [("id", "in", (self.rich | self.poor).ids)]
        self.assertEqual(accounts.search(domain, order="balance desc").ids, [self.rich.id, self.poor.id])
        self.assertEqual(accounts._read_group(domain, [], ["balance:sum", "held:sum"]), [(11000, 680)])
        self.assertEqual(accounts._read_group(domain, ["balance"], ["__count"], order="balance"), [(5000, 1), (6000, 1)])
        for model, names in (("prepaid.account", ("balance", "held", "cash_free")), ("prepaid.entry", ("balance_after", "balance_before")),
                             ("prepaid.hold", ("open_amount",)), ("prepaid.lot", ("used",))):
            for name, found in self.env[model].fields_get(names, ["searchable", "sortable", "groupable"]).items():
                self.assertTrue(all(found.values()), f"{model}.{name}: {found}")

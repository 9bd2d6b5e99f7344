from odoo.tests import TransactionCase

from odoo.addons.dealer_base.tests.people import new_test_user


class NominationCommon(TransactionCase):
    """Two sales companies, one dealer each, one person per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.west = partners.create({"name": "Sales Company West", "is_company": True, "dealer_level": "sales_company"})
        cls.east = partners.create({"name": "Sales Company East", "is_company": True, "dealer_level": "sales_company"})
        cls.dealer = partners.create({
            "name": "Dealer One", "is_company": True, "dealer_level": "dealer", "parent_id": cls.west.id, "dealer_state": "approved"})
        cls.foreign_dealer = partners.create({"name": "Dealer Two", "is_company": True, "dealer_level": "dealer", "parent_id": cls.east.id})
        cls.store = partners.create({
            "name": "Store 1A", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id, "phone": "13800000001"})
        cls.sc_user = cls._user("nom_sc", "group_sc_manager", sales_company_ids=cls.west.ids)
        cls.east_user = cls._user("nom_east", "group_sc_manager", sales_company_ids=cls.east.ids)
        cls.hq_user = cls._user("nom_hq", "group_hq_channel")
        cls.ops_user = cls._user("nom_ops", "group_ops_manager")

    @classmethod
    def _user(cls, login, group, **values):
        return new_test_user(cls.env, login=login, groups=f"dealer_base.{group}", **values)

    def _nominate(self, user=None, partner=None, sales=1_200_000, **values):
        nomination = self.env["dealer.nomination"].with_user(user or self.sc_user).create({
            "sales_company_id": self.west.id, "level": "store", "partner_id": (self.store if partner is None else partner).id,
            "contact_name": "Wang", "phone": "138 0000 0001", **values,
        })
        self._answer(nomination, sales=sales)
        return nomination

    def _answer(self, nomination, score=10, sales=1_200_000, computer=True):
        answers = {"score": {"value_score": score}, "amount": {"value_amount": sales}, "yes_no": {"value_yes": computer}}
        for line in nomination.line_ids:
            line.write(answers[line.kind])

    def _approved(self, **values):
        nomination = self._nominate(**values)
        nomination.action_submit()
        nomination.with_user(self.hq_user).action_approve_hq()
        nomination.with_user(self.ops_user).action_approve()
        return nomination

"""People of a dealer on the portal: clerk and manager of Store 1A, owner of Dealer One, clerk of another dealer's store."""
import csv
from pathlib import Path

from odoo.fields import Command

from odoo.addons.dealer_base.tests.people import new_test_user

from .return_common import ReturnCommon


class SightCommon(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.team"].create({
            "name": "Test team", "user_id": cls.users["sales_manager"].id, "member_ids": [Command.link(cls.users["sales_rep"].id)]})
        cls.clerk = cls._portal_user("portal_clerk", cls.store_1a)
        cls.shop_manager = cls._portal_user("portal_store", cls.store_1a)
        cls.owner = cls._portal_user("portal_dealer", cls.d1)
        cls.foreign_clerk = cls._portal_user("portal_clerk", cls.partners["2A"], login="t_clerk_2a")

    @classmethod
    def _portal_user(cls, role, partner, login=None):
        user = new_test_user(cls.env, login or f"t_{role}", groups=f"dealer_base.group_{role}")
        user.partner_id.parent_id = partner
        return user

    @staticmethod
    def _table(name):
        with (Path(__file__).parent / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

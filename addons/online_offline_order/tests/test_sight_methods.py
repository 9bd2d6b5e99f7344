"""Each step of an order against each role, inside HQ and on the portal: allowed as the table says, AccessError otherwise (proof 1)."""
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestSightMethods(SightCommon):
    def test_every_step_by_every_role(self):
        order = self._order()
        people = {**self.users, "portal_clerk": self.clerk, "portal_store": self.shop_manager, "portal_dealer": self.owner}
        del people["sales_manager"]  # an own team decides: test_sight_rep
        for row in self._table("order_methods.csv"):
            allowed = row["roles"].split()
            self.assertLessEqual(set(allowed), set(people))
            for role, user in people.items():
                with self.subTest(step=row["method"], role=role), self.env.cr.savepoint(flush=False) as savepoint:
                    step = getattr(order.with_user(user).sudo(False), row["method"])
                    if role not in allowed:
                        with self.assertRaises(AccessError):
                            step(*json.loads(row["args"]))
                    else:
                        try:
                            step(*json.loads(row["args"]))
                        except UserError as error:  # another state is asked for: the role was enough
                            self.assertNotIsInstance(error, AccessError)
                        self.env.flush_all()
                    savepoint.rollback()
                self.env.invalidate_all()

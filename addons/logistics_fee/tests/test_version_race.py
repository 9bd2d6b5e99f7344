"""Two managers put versions of one contract in force at the same moment: real cursors, real commits, cleaned up afterwards."""
import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestVersionRace(TransactionCase):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True})
            carrier = env.ref("logistics_fee.carrier_sf").copy({"name": "Race", "dealer_code": "RACE"})
            contract = env["logistics.contract"].create({"name": "Race", "carrier_id": carrier.id})
            versions = env["logistics.contract.version"].create([{
                "contract_id": contract.id, "valid_from": "2026-01-01", "zone_ids": [Command.create({
                    "code": "Z", "is_default": True, "band_ids": [Command.create({"base": price})]})],
            } for price in (5, 6)])
            self.users = env["res.users"].with_context(no_reset_password=True).create([{
                "name": f"Race {number}", "login": f"logi_race_{number}",
                "group_ids": [Command.link(env.ref("dealer_base.group_fin_manager").id)]} for number in (1, 2)]).ids
            self.carrier_id, self.contract_id, self.version_ids = carrier.id, contract.id, versions.ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM logistics_contract_version WHERE contract_id = %s", [self.contract_id])
            env = api.Environment(cr, 1, {})
            env["logistics.contract"].browse(self.contract_id).unlink()
            carrier = env["delivery.carrier"].browse(self.carrier_id)
            product = carrier.product_id
            carrier.unlink()
            if not env["delivery.carrier"].with_context(active_test=False).search_count([("product_id", "=", product.id)]):
                product.unlink()
            env["res.users"].browse(self.users).unlink()

    def _activate(self, number, gate=None):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.users[number], {"tracking_disable": True})
            version = env["logistics.contract.version"].browse(self.version_ids[number])
            if gate:
                # The snapshot of this transaction is older than the other's commit.
                version.mapped("state")
                gate()
            return retrying(lambda: version.action_activate(), env)

    def test_while_the_first_one_is_at_work(self):
        """The lock is held: the second manager is told, nothing waits."""
        with self.registry.cursor() as cr:
            version = api.Environment(cr, self.users[0], {"tracking_disable": True})["logistics.contract.version"].browse(self.version_ids[0])
            version.action_activate()
            answers = []

            def other():
                try:
                    answers.append(self._activate(1))
                except UserError as error:
                    answers.append(str(error))
            thread = threading.Thread(target=other)
            thread.start()
            thread.join(30)
            self.assertIn("at this moment", answers[0])
            cr.rollback()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_after_the_first_one_has_committed(self):
        """A transaction that began before sees the first version after all, because its lock makes it start again."""
        with self.assertRaisesRegex(UserError, "same priority"):
            self._activate(1, gate=lambda: self._activate(0))
        with self.registry.cursor() as cr:
            versions = api.Environment(cr, 1, {})["logistics.contract.version"].browse(self.version_ids)
            self.assertEqual(versions.mapped("state"), ["active", "draft"])


@tagged("post_install", "-at_install")
class TestVersionLock(LogisticsCase):
    def test_the_time_of_the_last_activation(self):
        contract = self._contract()
        self.assertFalse(contract.last_activation)
        self._activate(self._version(contract))
        self.assertTrue(contract.last_activation)

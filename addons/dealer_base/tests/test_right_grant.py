"""Extended rights: two roles, two persons, a last day, and a trace of each use."""
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_sod import DutyCase


@tagged("post_install", "-at_install")
class TestRightGrant(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls._make("t_grant_cs", "cs_presale")
        cls.second_manager = cls._make("t_grant_fm", "fin_manager")

    def _proposed(self, author=None, user=None, right="x_cs_ship", days=10):
        grant = self.env["dealer.right.grant"].with_user(author or self.admin).create({
            "user_id": (user or self.service).id, "right_id": self._group(right).id, "reason": "stocktaking",
            "date_to": self.env.company._dealer_today() + timedelta(days=days)})
        grant.action_submit()
        return grant

    def test_the_other_role_confirms(self):
        for author, other, same in ((self.admin, self.manager, self.second_admin), (self.manager, self.admin, self.second_manager)):
            with self.subTest(author.login):
                grant = self._proposed(author)
                for person in (author, same):
                    with self.assertRaises(AccessError):
                        grant.with_user(person).action_confirm()
                self.assertFalse(self.service.has_group("dealer_base.group_x_cs_ship"))
                grant.with_user(other).action_confirm()
                self.assertEqual((grant.state, grant.confirmed_by), ("active", other))
                self.assertTrue(self.service.has_group("dealer_base.group_x_cs_ship"))
                self.assertIn("S3x", self._listed(self.service))
                grant.action_end("back")
                self.assertFalse(self.service.has_group("dealer_base.group_x_cs_ship"))

    def test_not_for_oneself_nor_against_a_rule(self):
        with self.assertRaises(AccessError):
            self._proposed(user=self.admin, right="base.group_allow_export")
        grant = self._proposed(user=self.manager, right="base.group_allow_export")
        with self.assertRaises(AccessError):
            grant.with_user(self.manager).action_confirm()
        grant.with_user(self.second_manager).action_confirm()
        self.assertTrue(self.manager.has_group("base.group_allow_export"))
        grant = self._proposed(user=self.second_admin, right="x_cs_ship")  # S24
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            grant.with_user(self.manager).action_confirm()

    def test_rights_only_and_by_the_buttons(self):
        with self.assertRaises(UserError):
            self._proposed(right="wh_operator")
        grant = self._proposed()
        for vals in ({"state": "active"}, {"confirmed_by": self.manager.id}, {"requested_as": "fin_manager"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                grant.write(vals)
        with self.assertRaises(UserError):
            grant.write({"date_to": "2099-12-31"})
        with self.assertRaises(UserError):
            grant.unlink()
        for role in ("cs_manager", "auditor", "fin_confirmer", "ops_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                grant.with_user(self._make(f"t_grant_{role}", role)).action_confirm()
        grant.with_user(self.manager).action_refuse("no")
        self.assertEqual(grant.state, "refused")
        with self.assertRaises(UserError):
            grant.with_user(self.manager).action_confirm()

    def test_days(self):
        for days in (-1, 400):
            with self.subTest(days), self.assertRaises(UserError):
                self._proposed(days=days)
        grant = self._proposed(days=0)
        grant.with_user(self.manager).action_confirm()
        self.env["dealer.right.grant"]._cron_end()
        self.assertEqual(grant.state, "active")
        grant.sudo().date_to = self.env.company._dealer_today() - timedelta(days=1)
        self.env["dealer.right.grant"]._cron_end()
        self.assertEqual(grant.state, "ended")
        self.assertFalse(self.service.has_group("dealer_base.group_x_cs_ship"))

    def test_one_that_cannot_end_keeps_no_other(self):
        grants = self._proposed() | self._proposed(right="x_wh_refund")
        grants.with_user(self.manager).action_confirm()
        grants.sudo().date_to = self.env.company._dealer_today() - timedelta(days=1)
        broken = self.env["dealer.right.grant"].search([("id", "in", grants.ids)], limit=1)
        ends = grants - broken
        leave = self.registry["dealer.right.grant"]._leave

        problem = "his twin has a login"

        def refuse(record, state):
            leave(record, state)
            if record == broken:
                raise UserError(problem)

        self.assertFalse(self.env["dealer.right.grant"]._in_force(self.service, "dealer_base.group_x_cs_ship"), "not beyond its last day")
        with patch.object(self.registry["dealer.right.grant"], "_leave", refuse), mute_logger("odoo.addons.dealer_base.models.dealer_until_mixin"):
            self.env["dealer.right.grant"]._cron_end()
        self.assertEqual((broken.state, ends.state), ("active", "ended"))
        self.assertIn(broken.right_id, self.service.group_ids, "nothing half done")
        self.assertNotIn(ends.right_id, self.service.group_ids)
        self.assertEqual(ends.message_ids[0].partner_ids, (self.admin | self.manager).partner_id)

    def test_rights_of_before_get_a_document(self):
        grants, right = self.env["dealer.right.grant"], self._group("x_price_unlimited")
        grants._document_held()
        self.service.group_ids += right
        self.it.group_ids += right
        made = grants._document_held()
        self.assertEqual((made.user_id, made.right_id, made.state), (self.service, right, "active"), "administrators of the system need none")
        self.assertEqual(made.date_to, self.env.company._dealer_today() + timedelta(days=90))
        self.assertFalse(grants._document_held(), "a second run changes nothing")
        made.date_to = self.env.company._dealer_today() - timedelta(days=1)
        grants._cron_end()
        self.assertFalse(self.service.has_group("dealer_base.group_x_price_unlimited"))
        self.assertLessEqual((self.admin | self.manager).partner_id, made.message_ids[0].partner_ids, "nobody proposed it: both roles are told")

    def test_an_administrators_grant_takes_no_role(self):
        right, role = self._group("x_cs_ship"), self.env["res.groups"].create({"name": "Shipping service"})
        role.implied_ids += right
        grant = self._proposed()
        grant.with_user(self.manager).action_confirm()
        self.service.group_ids += role
        grant.with_user(self.manager).action_end("he has the role now")
        self.assertNotIn(right, self.service.group_ids)
        self.assertTrue(self.service.has_group("dealer_base.group_x_cs_ship"), "by the role")

    @mute_logger("odoo.sql_db")
    def test_once(self):
        self._proposed().with_user(self.manager).action_confirm()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._proposed().with_user(self.manager).action_confirm()
            self.env.flush_all()

    def test_each_use_names_the_document(self):
        grant = self._proposed()
        grant.with_user(self.manager).action_confirm()
        self.service._note_extended_right("dealer_base.group_x_cs_ship", ("dealer_base.group_wh_operator",), self.manager.partner_id, self.admin)
        self.assertIn("dealer.right.grant", str(self.manager.partner_id.message_ids[0].body))
        self.assertIn(self.manager.name, str(grant.message_ids[0].body))

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.tests.duty_common import except_from

from .common import NominationCommon


@tagged("post_install", "-at_install")
class TestNomination(NominationCommon):

    def test_j1_until_the_account_opens(self):
        nomination = self._nominate()
        self.assertFalse(nomination.has_missed)
        self.assertEqual(nomination.line_ids.mapped("kind"), ["score", "amount", "yes_no", "yes_no"])

        nomination.action_submit()
        self.assertEqual((nomination.state, nomination.submitted_by_id, nomination.phone), ("submitted", self.sc_user, "13800000001"))
        nomination.with_user(self.hq_user).action_approve_hq()
        self.assertEqual((nomination.state, self.store.dealer_state), ("hq_approved", "review"))
        nomination.with_user(self.ops_user).action_approve()
        self.assertEqual((nomination.state, self.store.dealer_state), ("approved", "approved"))
        self.assertFalse(nomination.invite_url)

        self.store.email = "store1a@example.com"
        mails = self.env["mail.mail"].sudo()
        known = mails.search([])
        confirmer = self._user("nom_confirmer", "group_fin_confirmer")
        self.dealer.with_user(confirmer)._on_prepaid_account_opened()
        self.assertEqual(nomination.state, "invited")
        sent = (mails.search([]) - known).filtered(lambda mail: mail.email_to == "store1a@example.com")
        self.assertEqual(len(sent), 1, "J1, step 6: the link goes to who has an address")
        self.assertIn(nomination.invite_url, sent.body_html)
        self.assertIn("13800000001", sent.body_html)
        self.assertNotIn(confirmer.partner_id, sent.author_id | sent.mail_message_id.author_id)
        self.assertFalse(self.env["mail.message"].with_user(confirmer).search([("id", "=", sent.mail_message_id.id)]), "who confirms has no link")
        told = self.env["mail.message"].sudo().search([("model", "=", "activation.record"), ("notified_partner_ids", "in", self.sc_user.partner_id.ids)])
        self.assertEqual(told.subject, "The invitation of Store 1A is ready")
        self.assertIn("13800000001", told.body)
        self.assertNotIn("/activate/", told.body, "the link itself is kept nowhere")
        user = nomination.invite_user_id.sudo()
        self.assertEqual((user.login, user.partner_id.parent_id, user.share), ("13800000001", self.store, True))
        self.assertTrue(user.has_group("dealer_base.group_portal_store"))
        self.assertIn("/activate/", nomination.invite_url)
        self.assertTrue(nomination.invite_qr)
        self.assertFalse(user.login_date)

    def test_opening_twice_changes_nothing(self):
        nomination = self._approved()
        self.dealer._on_prepaid_account_opened()
        before = (nomination.invite_user_id, nomination.invited_at, self.dealer.dealer_account_opened_at)

        self.dealer._on_prepaid_account_opened()

        self.assertEqual((nomination.invite_user_id, nomination.invited_at, self.dealer.dealer_account_opened_at), before)

    def test_store_of_an_opened_dealer_is_invited_at_once(self):
        self.dealer._on_prepaid_account_opened()

        nomination = self._approved()

        self.assertEqual(nomination.state, "invited")

    def test_new_store_is_registered_at_the_final_approval(self):
        nomination = self._approved(partner=self.env["res.partner"], candidate_name="Store 1C", dealer_id=self.dealer.id, street="1 Tianfu Road")

        store = nomination.partner_id
        self.assertEqual((store.name, store.parent_id, store.dealer_level, store.dealer_state, store.phone, store.street),
                         ("Store 1C", self.dealer, "store", "approved", "13800000001", "1 Tianfu Road"))
        self.assertEqual(store.sales_company_id, self.west)

    def test_new_dealer_belongs_to_the_sales_company(self):
        nomination = self._approved(partner=self.env["res.partner"], candidate_name="Dealer Three", level="dealer")

        self.assertEqual((nomination.partner_id.parent_id, nomination.partner_id.dealer_level), (self.west, "dealer"))

    def test_missed_criterion_is_red_and_needs_a_reason(self):
        nomination = self._nominate(sales=900_000)
        self.assertTrue(nomination.has_missed)
        with self.assertRaisesRegex(UserError, "Yearly sales"):
            nomination.action_submit()
        line = nomination.line_ids.filtered(lambda x: x.kind == "amount")
        line.reason = "   "
        with self.assertRaisesRegex(UserError, "Yearly sales"):
            nomination.action_submit()

        line.reason = "New mall opens next to it in May"
        nomination.action_submit()

        self.assertEqual(nomination.state, "submitted")

    def test_limits_at_the_edge(self):
        cases = ((8, 1_000_000, True, False), (9, 1_000_000, True, True), (9, 999_999.99, True, False), (10, 1_000_000, False, False))
        nomination = self._nominate()
        for score, sales, computer, met in cases:
            with self.subTest(score=score, sales=sales, computer=computer):
                self._answer(nomination, score, sales, computer)
                self.assertEqual(nomination.has_missed, not met)

    def test_later_limit_does_not_judge_anew(self):
        nomination = self._nominate()

        self.env.ref("customer_activation.criterion_yearly_sales").threshold_amount = 2_000_000

        self.assertFalse(nomination.has_missed)

    def test_dropped_checklist_line_is_missed_at_submission(self):
        nomination = self._nominate()
        nomination.line_ids[:1].unlink()

        with self.assertRaisesRegex(UserError, "lacks"):
            nomination.action_submit()

    def test_mandatory_criterion_and_one_that_came_later(self):
        nomination = self._nominate()
        agreed = nomination.line_ids.filtered("is_mandatory")
        self.assertEqual(agreed.criterion_id, self.env.ref("customer_activation.criterion_agreement"))
        agreed.write({"value_yes": False, "reason": "He will agree later"})
        with self.assertRaisesRegex(UserError, "mandatory"):
            nomination.action_submit()
        agreed.value_yes = True
        later = self.env["dealer.nomination.criterion"].create({"name": "Trained", "kind": "yes_no"})
        nomination.invalidate_recordset()
        self.assertTrue(nomination.lacks_criteria)
        with self.assertRaisesRegex(UserError, "Update the checklist"):
            nomination.action_submit()
        nomination.action_update_checklist()
        self.assertEqual((len(nomination.line_ids), agreed.value_yes), (5, True))
        nomination.line_ids.filtered(lambda line: line.criterion_id == later).value_yes = True
        nomination.action_submit()
        self.assertEqual(nomination.state, "submitted")
        with self.assertRaises(UserError):
            nomination.action_update_checklist()

    def test_incomplete_nominations(self):
        nobody = self.env["res.partner"]
        cases = (
            ("no terminal", {"partner": nobody}, "new one's name"),
            ("store without dealer", {"partner": nobody, "candidate_name": "Store X"}, "its dealer"),
            ("no person", {"contact_name": False}, "responsible person"),
            ("10 digits", {"phone": "1380000000"}, "11 digits"),
            ("fixed line", {"phone": "02887654321"}, "11 digits"),
        )
        for label, values, message in cases:
            with self.subTest(label), self.env.cr.savepoint() as savepoint:
                nomination = self._nominate(**values)
                with self.assertRaisesRegex(UserError, message):
                    nomination.action_submit()
                savepoint.rollback()

    def test_double_click_changes_nothing(self):
        nomination = self._nominate()
        nomination.action_submit()
        first = nomination.submitted_at
        nomination.action_submit()
        hq, ops = nomination.with_user(self.hq_user), nomination.with_user(self.ops_user)
        hq.action_approve_hq()
        hq.action_approve_hq()
        ops.action_approve()
        ops.action_approve()

        self.assertEqual((nomination.state, nomination.submitted_at), ("approved", first))
        self.assertEqual(self.env["res.partner"].search_count([("name", "=", "Store 1A")]), 1)
        fresh = self._approved(partner=self.env["res.partner"], candidate_name="Store 1E", dealer_id=self.dealer.id)
        fresh.with_user(self.ops_user).action_approve()
        fresh.with_user(self.hq_user).action_approve_hq()
        self.assertEqual((fresh.state, self.env["res.partner"].search_count([("name", "=", "Store 1E")])), ("approved", 1))

    def test_four_eyes(self):
        both = self._user("nom_both", "group_hq_channel,dealer_base.group_ops_manager", sales_company_ids=self.west.ids)
        except_from(both, "S26")
        both.group_ids += self.env.ref("dealer_base.group_sc_manager")
        nomination = self._nominate()
        nomination.action_submit()
        nomination.with_user(both).action_approve_hq()
        with self.assertRaisesRegex(UserError, "another person"):
            nomination.with_user(both).action_approve()

        own = self._nominate(user=both, partner=self.env["res.partner"], candidate_name="Store 1D", dealer_id=self.dealer.id)
        own.action_submit()
        with self.assertRaisesRegex(UserError, "another person"):
            own.action_approve_hq()

    def test_reject_correct_submit_again(self):
        nomination = self._nominate()
        nomination.action_submit()
        hq = nomination.with_user(self.hq_user)
        with self.assertRaisesRegex(UserError, "reason"):
            hq.action_reject(" ")
        wizard = self.env["dealer.nomination.reject"].with_user(self.hq_user).create({"nomination_id": nomination.id, "reason": "Photo missing"})
        wizard.action_confirm()
        self.assertEqual((nomination.state, nomination.reject_reason), ("rejected", "Photo missing"))
        with self.assertRaises(UserError):
            hq.action_approve_hq()

        nomination.action_reopen()
        nomination.note = "Photo sent"
        nomination.action_submit()

        self.assertEqual(nomination.state, "submitted")

    def test_steps_in_order(self):
        nomination = self._nominate()
        for user, method in ((self.hq_user, "action_approve_hq"), (self.ops_user, "action_approve"), (self.sc_user, "action_reopen")):
            with self.subTest(method):
                if method == "action_reopen":
                    nomination.action_submit()
                with self.assertRaisesRegex(UserError, "not due"):
                    getattr(nomination.with_user(user), method)()

    def test_terminal_is_nominated_once(self):
        nomination = self._nominate()
        nomination.action_submit()
        nomination.with_user(self.hq_user).action_reject("Wrong store")
        self.env.flush_all()
        self._nominate().action_submit()  # a rejected nomination does not block the next

        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._nominate()

    def test_taken_phone_never_stops_the_opening(self):
        nomination = self._approved()
        self.env["res.users"].create({"name": "Somebody", "login": "13800000001"})

        self.dealer._on_prepaid_account_opened()

        self.assertEqual(nomination.state, "approved")
        self.assertIn("13800000001", nomination.invite_problem)
        self.assertTrue(self.dealer.dealer_account_opened_at)

    def test_link_expires_and_is_renewed(self):
        nomination = self._approved()
        self.dealer._on_prepaid_account_opened()
        record, first = self.store.activation_ids, nomination.invite_url
        record.invite_ids.expires_at = fields.Datetime.now() - timedelta(hours=1)
        nomination.invalidate_recordset()
        self.assertFalse(nomination.invite_url)

        nomination.action_renew_invite()

        nomination.invalidate_recordset()
        self.assertTrue(nomination.invite_url and nomination.invite_url != first)
        record.with_user(self.sc_user).action_revoke_invite()
        nomination.invalidate_recordset()
        self.assertFalse(nomination.invite_url, "what is revoked on the customer is revoked here")

    def test_form_shows_the_checklist(self):
        with Form(self.env["dealer.nomination"].with_user(self.sc_user)) as form:
            self.assertEqual(form.sales_company_id, self.west)
            form.partner_id = self.store
            form.contact_name = "Wang"
            with form.line_ids.edit(0) as line:
                line.value_score = 9
        nomination = form.save()

        self.assertEqual(len(nomination.line_ids), 4)
        self.assertEqual(nomination.line_ids[0].threshold_score, 9)

    def test_foreign_terminal_is_refused(self):
        with self.assertRaises(ValidationError):
            self._nominate(partner=self.foreign_dealer, level="dealer")
        with self.assertRaises(ValidationError):
            self._nominate(partner=self.env["res.partner"], candidate_name="X", dealer_id=self.foreign_dealer.id)


@tagged("post_install", "-at_install")
class TestInviteLink(NominationCommon, HttpCase):

    def test_phone_login_without_mail(self):
        nomination = self._approved()
        self.dealer._on_prepaid_account_opened()
        link = nomination.invite_url
        page = self.url_open(link)
        self.assertIn("13800000001", page.text)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]

        answer = self.url_open(link, data={"csrf_token": token, "password": "Store-1A-2026", "again": "Store-1A-2026"})

        self.assertEqual(answer.status_code, 200)
        nomination.invite_user_id.invalidate_recordset()
        self.assertTrue(nomination.invite_user_id.sudo().login_date)
        self.assertEqual(self.store.activation_ids.account_state, "enabled", "the first login of a nominated terminal counts as any other")
        nomination.invalidate_recordset()
        self.assertFalse(nomination.invite_url)

"""R1-255: the customers of the customer goods report, and those who looked and bought nothing, become the audience of a campaign."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.online_offline_order.tests.return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestCampaignFromReport(ReturnCommon):
    def _planned(self, rows):
        """Press the button as operations and save the form. :return: the campaign."""
        action = rows.with_user(self.users["ops"]).action_plan_campaign()
        with Form(self.env["promo.campaign"].with_user(self.users["ops"]).with_context(**action["context"])) as form:
            form.date_start, form.date_end = "2030-01-01 00:00:00", "2030-01-08 00:00:00"
        return form.record

    def test_from_the_reports_to_a_campaign(self):  # R1-255
        other = self.partners["2A"]
        order = self._approved(dealer_mode="store")
        self.env.flush_all()
        rows = self.env["perf.sales.report"].search([("order_id", "=", order.id)])
        campaign = self._planned(rows)
        self.assertEqual((campaign.audience_id.member_ids, campaign.family, campaign.state), (order.partner_id, "targeted", "draft"))
        self.assertIn("1 customers", campaign.background)
        self.assertNotEqual(self._planned(rows).audience_id, campaign.audience_id, "one that a campaign uses is not taken again")

        seen = self.env["perf.goods.view"].sudo().create([{
            "product_id": self.coat.id, "partner_id": partner.id, "company_id": self.company.id, "date": self.company._dealer_today()}
            for partner in order.partner_id | other])
        first = self._planned(seen)
        self.assertEqual((first.audience_id.member_ids, first.family), (other, "first_order"), "who has ordered stands in the report")
        with self.assertRaisesRegex(UserError, "None of these 1 customers"):
            seen.filtered(lambda row: row.partner_id != other).with_user(self.users["ops"]).action_plan_campaign()

        pressed = [rows.with_user(self.users["ops"]).action_plan_campaign()["context"]["default_audience_id"] for _time in range(2)]
        self.assertEqual(*pressed)
        for user in (self.users["hq_channel"], self.users["auditor"]):
            for model in (rows, seen):
                with self.assertRaisesRegex(AccessError, "Operations"):
                    model.with_user(user).action_plan_campaign()
        foreign = seen[:1].copy({"company_id": self.env["res.company"].create({"name": "Elsewhere"}).id})
        with self.assertRaises(AccessError):
            (seen | foreign).with_user(self.users["ops"]).action_plan_campaign()
        with self.assertRaisesRegex(UserError, "one company"):
            rows[:0].with_user(self.users["ops"]).action_plan_campaign()

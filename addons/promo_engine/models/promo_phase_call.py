from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

QUIET_DAYS = 30


class PromoPhase(models.Model):
    """A phase may ask who serves a buyer to call him: buyers at risk are won back. One task a buyer, and no second one within 30 days,
    whatever the campaign; a dealer with his stores is one buyer."""

    _inherit = "promo.phase"

    def _run_call(self):
        campaign = self.campaign_id
        if not campaign.audience_id:
            raise UserError(self.env._("%s has no audience to call.", campaign.display_name))
        since, asked, without = fields.Datetime.now() - timedelta(days=QUIET_DAYS), 0, 0
        if self.is_daily:
            since = min(since, self.date_start)  # each of them once in its days, however many
        for buyer in campaign.audience_id.member_ids.mapped(lambda partner: partner._promo_owner()):
            mine = buyer.with_company(self.company_id)
            user = buyer.user_id.filtered("active") or campaign.owner_id
            if campaign._is_held_out(buyer.id) or (mine.promo_called_at and mine.promo_called_at >= since):
                continue
            if not user:
                without += 1
                continue
            buyer.activity_schedule(
                "mail.mail_activity_data_call", user_id=user.id, summary=self.env._("Win back: %s", campaign.name), note=self.note or "")
            mine.promo_called_at = fields.Datetime.now()
            asked += 1
        return self.env._("%(asked)s tasks given, %(without)s buyers have nobody who serves them", asked=asked, without=without)

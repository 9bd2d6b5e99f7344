import datetime
import logging

from odoo import api, models

from odoo.addons.dealer_base.money import to_fen, yuan

_logger = logging.getLogger(__name__)
NOTICE_DAYS = (30, 7, 1)


class PrepaidLot(models.Model):
    """The end of gifts and rebates: notice, then an entry that takes what is left."""

    _inherit = "prepaid.lot"

    @api.model
    def _cron_expire(self):
        """Job of each night: take what is left of lots whose last day is over, and tell owners' salespeople 30, 7 and 1 days before."""
        for company in self.env["res.company"].search([]):
            today = company._dealer_today()
            lots = self.search([("company_id", "=", company.id), ("free", ">", 0), ("expires_on", "!=", False)], order="id")
            for lot in lots.filtered(lambda rec, today=today: rec.expires_on < today):
                lot._expire(today)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)  # each lot is its own transaction, so that its debit is final
            for days in NOTICE_DAYS:
                for lot in lots.filtered(lambda rec, day=today + datetime.timedelta(days=days): rec.expires_on == day):
                    lot._notify_expiry(days)

    def _expire(self, today):
        self.ensure_one()
        account, fen, label = self.account_id, to_fen(self.free), self.env._("%s: the last day is over", self.display_name)
        result, entry = account._debit(
            f"{self._name},{self.id},{today}", fen, kind="expiry", label=label, res_model=self._name, res_id=self.id, lots=[(self.id, fen)])
        if not result.ok:
            _logger.warning("prepaid lot %s does not expire: %s", self.id, result.message)
            return
        account._gl_expire(entry, self.bucket, label)

    def _notify_expiry(self, days):
        self.account_id.message_post(body=self.env._(
            "%(lot)s: %(amount)s CNY expire in %(days)s days, after %(date)s.",
            lot=self.display_name, amount=yuan(to_fen(self.free)), days=days, date=self.expires_on), partner_ids=self.account_id.user_id.partner_id.ids)

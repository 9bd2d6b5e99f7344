import datetime
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sql import book

_logger = logging.getLogger(__name__)


class PrepaidHold(models.Model):
    """The end of holds that nobody uses: by the database's clock, never while goods are on their way."""

    _inherit = "prepaid.hold"

    @api.model
    def _cron_expire(self):
        """Job of each hour: ask the documents of overdue holds to give the money back; one that has a reason to keep it says no."""
        self._remind()
        now = book.database_now(self.env.cr)
        for hold in self.search([("state", "=", "open"), ("expires_at", "<=", fields.Datetime.to_string(now))], order="id"):
            document = self.env[hold.res_model].browse(hold.res_id).exists()
            if not document or not hasattr(document, "_on_hold_expired"):
                continue
            try:
                with self.env.cr.savepoint():
                    document._on_hold_expired(hold)
            except UserError:
                _logger.info("hold %s stays", hold.label, exc_info=True)
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _remind(self):
        """Tell the owners of documents, once a hold, that its money goes back in some days unless somebody acts."""
        now = book.database_now(self.env.cr)
        for company in self.env["res.company"].search([("prepaid_hold_remind_days", ">", 0)]):
            soon = now + datetime.timedelta(days=company.prepaid_hold_remind_days)
            holds = self.search([
                ("company_id", "=", company.id), ("state", "=", "open"), ("reminded_at", "=", False),
                ("expires_at", ">", fields.Datetime.to_string(now)), ("expires_at", "<=", fields.Datetime.to_string(soon))], order="id")
            for hold in holds:
                document = self.env[hold.res_model].browse(hold.res_id).exists()
                if document and hasattr(document, "_on_hold_expires_soon") and document._on_hold_expires_soon(hold):
                    hold.sudo().reminded_at = now  # sudo: nobody writes holds by hand

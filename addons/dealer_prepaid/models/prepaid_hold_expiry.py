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

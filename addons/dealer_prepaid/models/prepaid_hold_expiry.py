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
        now = fields.Datetime.to_string(book.database_now(self.env.cr))
        self.search([("state", "=", "open"), ("expires_at", "<=", now)], order="id")._ask_documents("_on_hold_expired")
        self._remind()

    @api.model
    def _remind(self):
        """Tell the owners of documents, once a hold, that its money goes back in some days unless somebody acts."""
        now = book.database_now(self.env.cr)
        for company in self.env["res.company"].search([("prepaid_hold_remind_days", ">", 0)]):
            soon = now + datetime.timedelta(days=company.prepaid_hold_remind_days)
            holds = self.search([
                ("company_id", "=", company.id), ("state", "=", "open"), ("reminded_at", "=", False),
                ("expires_at", ">", fields.Datetime.to_string(now)), ("expires_at", "<=", fields.Datetime.to_string(soon))], order="id")
            holds._ask_documents("_on_hold_expires_soon", {"reminded_at": now})

    def _ask_documents(self, question, noted=None):
        """Ask the document of each hold, each in a transaction of its own under the job; one that refuses stops no other.

        :param question: name of the document's method that gets the hold; documents without it are passed over.
        :param noted: values to write on the hold when the answer is true.
        """
        for hold in self:
            document = self.env[hold.res_model].browse(hold.res_id).exists()
            if not document or not hasattr(document, question):
                continue
            try:
                with self.env.cr.savepoint():
                    if getattr(document, question)(hold) and noted:
                        hold.sudo().write(noted)  # sudo: nobody writes holds by hand
            except UserError:
                _logger.info("hold %s stays", hold.label, exc_info=True)
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

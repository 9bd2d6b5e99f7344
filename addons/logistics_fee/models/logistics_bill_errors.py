import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.adapters.messages import sentence
from odoo.addons.dealer_base.adapters.workbook import error_workbook
from odoo.addons.dealer_base.sheet import DEFAULT_LIMITS, Parsed

from .logistics_bill import FINANCE


class LogisticsBill(models.Model):
    """The carrier's file back, each wrong cell marked, so that it can be corrected or sent to the carrier."""

    _inherit = "logistics.bill"

    error_file = fields.Binary(
        compute="_compute_error_file", groups=FINANCE, help="The file as it came, wrong cells marked; columns that name persons stay empty.")

    def _compute_error_file(self):
        for bill in self:
            bill.error_file = base64.b64encode(bill._error_book()) if bill.file and bill.mapping_id else False

    def action_download_errors(self):
        """Download the file with a note on each wrong cell and a column that says what is wrong with each row.

        :return: action that downloads the workbook.
        :raises UserError: when nothing is wrong, or the file is deleted because it names persons.
        """
        self.ensure_one()
        self._check_role()
        if not self.finding_count:
            raise UserError(self.env._("%s has no bad rows: check the file first.", self.name))
        if not self.with_context(bin_size=True).file:
            raise UserError(self.env._("The file of %s is deleted because it names persons: upload it again as a new bill.", self.name))
        return {
            "type": "ir.actions.act_url", "url": f"/web/content/{self._name}/{self.id}/error_file/errors-{self.id}.xlsx?download=true",
            "target": "download"}

    def _error_book(self):
        """:return: bytes of an .xlsx."""
        opened = self._open()
        rows = [row for row in self._rows(opened) if not row.is_total]
        parsed = Parsed(
            sheet=opened["sheet"].name, header_row=opened["row"], errors=[error for row in rows for error in row.errors], total=len(rows),
            width=len(opened["plan"].headers))
        env = self.env
        return error_workbook(
            base64.b64decode(self.with_context(bin_size=False).file), parsed, DEFAULT_LIMITS,
            lambda error: sentence(env, error.code, error.params, value=error.value, header=error.header), opened["plan"].hidden)

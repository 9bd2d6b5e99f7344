from odoo import api, fields, models
from odoo.exceptions import UserError

from ..adapters.close_messages import Finding


class PrepaidSeasonCloseFinding(models.Model):
    """One thing that is in the way of an account's close or has to be known: kept as code and figures, said in the reader's language."""

    _name = "prepaid.season.close.finding"
    _description = "Finding of a season close"
    _order = "line_id, id"
    _rec_name = "text"

    line_id = fields.Many2one("prepaid.season.close.line", required=True, index=True, ondelete="cascade")
    close_id = fields.Many2one(related="line_id.close_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    account_id = fields.Many2one(related="line_id.account_id")
    level = fields.Selection(
        [("block", "In the way"), ("carry", "Open orders"), ("dispute", "Disputed"), ("note", "To be known")], required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    params = fields.Json(readonly=True)
    res_model = fields.Char(readonly=True)
    res_ids = fields.Json(readonly=True)
    text = fields.Text(compute="_compute_text", string="What it is")
    document_count = fields.Integer(compute="_compute_text", string="Documents")

    @api.depends("code", "params", "res_ids")
    @api.depends_context("lang")
    def _compute_text(self):
        for finding in self:
            finding.text = Finding(finding.level, finding.code, finding.params or {}).text(self.env)
            finding.document_count = len(finding.res_ids or [])

    def action_open(self):
        """Open what the finding is about: its documents, or the ledger proof; the reader sees what his role may read.

        :return: action.
        :raises AccessError: for roles that may not read these documents.
        :raises UserError: when there is no document to open.
        """
        self.check_access("read")
        self.ensure_one()
        if self.code == "proof_differs":
            return self.env["prepaid.difference"].action_check()
        records = self.env[self.res_model].browse(self.res_ids).exists() if self.res_model in self.env else None
        if not records:
            raise UserError(self.env._("There is no document to open: %s", self.text))
        records.check_access("read")
        action = {"type": "ir.actions.act_window", "res_model": records._name, "name": self.account_id.display_name, "target": "current"}
        if len(records) == 1:
            return {**action, "res_id": records.id, "view_mode": "form", "views": [(False, "form")]}
        return {**action, "view_mode": "list,form", "views": [(False, "list"), (False, "form")], "domain": [("id", "in", records.ids)]}

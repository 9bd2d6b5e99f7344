from odoo import api, fields, models
from odoo.exceptions import UserError

MONEY_SHEETS = ("receipts", "remittances")


class DealerImportJob(models.Model):
    """Sheets of money need to be told on which account it came in; the only receiving account is taken by itself."""

    _inherit = "dealer.import.job"

    is_money_sheet = fields.Boolean(compute="_compute_is_money_sheet")
    money_journal_id = fields.Many2one(
        "account.journal", string="Account of the sheet", check_company=True, domain=[("type", "in", ("bank", "cash"))],
        compute="_compute_money_journal_id", store=True, readonly=False, precompute=True,
        help="For rows that name no account in the column “收款账户”; cash and other channels with an account of their own follow their channel.")

    @api.depends("layout")
    def _compute_is_money_sheet(self):
        for job in self:
            job.is_money_sheet = job.layout in MONEY_SHEETS

    @api.depends("layout", "company_id")
    def _compute_money_journal_id(self):
        for job in self:
            journals = job.company_id._receiving_accounts() if job.layout in MONEY_SHEETS else self.env["account.journal"]
            kept = job.money_journal_id if job.money_journal_id.sudo().company_id == job.company_id else None  # sudo: other roles read no journals
            job.money_journal_id = (kept or (journals if len(journals) == 1 else None)) if journals else False

    def write(self, vals):
        changed = self.browse()
        if "money_journal_id" in vals:
            changed = self.filtered(lambda job: job.money_journal_id.id != vals["money_journal_id"])
            for job in changed.filtered(lambda job: job.state == "done"):
                raise UserError(self.env._("Import %s is done: make a new one for another file.", job.display_name))
        result = super().write(vals)
        if changed:  # what was checked was checked for another account
            changed._forget_check()
        return result

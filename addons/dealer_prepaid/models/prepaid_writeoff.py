from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidWriteoff(models.Model):
    """An unclaimed small balance taken to non-operating income (E19)."""

    _name = "prepaid.writeoff"
    _inherit = "prepaid.document"
    _description = "Write-off of a small balance"

    _makers = ("group_fin_settlement",)
    _checkers = ("group_fin_manager",)

    last_entry_date = fields.Date(compute="_compute_last_entry_date", string="Last movement")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A write-off has an amount above 0.00.")

    _one_waiting = models.UniqueIndex("(account_id) WHERE state = 'submitted'", "A write-off of this account waits for its approval already.")

    def _compute_last_entry_date(self):
        latest = dict(self.env["prepaid.entry"]._read_group([("account_id", "in", self.account_id.ids)], ["account_id"], ["date:max"]))
        for document in self:
            document.last_entry_date = latest.get(document.account_id)

    def _hold_fen(self):
        return to_fen(self.amount)

    def _hold_rules(self):
        return {**super()._hold_rules(), "states": ("open", "frozen", "closing")}

    def _check_ready(self):
        company = self.company_id.sudo()  # sudo: limits of the company
        self._check_small(to_fen(self.amount))
        quiet = (company._dealer_today() - self.last_entry_date).days if self.last_entry_date else 0
        if quiet < company.prepaid_writeoff_days:
            raise UserError(self.env._(
                "%(name)s: %(account)s moved %(quiet)s days ago; a balance is written off after %(days)s days without movement.",
                name=self.name, account=self.account_id.display_name, quiet=quiet, days=company.prepaid_writeoff_days))
        self._check_small(to_fen(self.account_id.sudo().balance))  # sudo: the whole balance has to be small, not only the part written off

        waiting = self.sudo().search([  # sudo: one that waits counts, whoever may see it
            ("account_id", "=", self.account_id.id), ("state", "=", "submitted"), ("id", "!=", self.id)], limit=1)
        if waiting:
            raise UserError(self.env._(
                "%(name)s: %(other)s of %(account)s waits for its approval already: have it approved or rejected first.",
                name=self.name, other=waiting.name, account=self.account_id.display_name))

    def _check_small(self, fen):
        limit_fen = to_fen(self.company_id.sudo().prepaid_writeoff_max)  # sudo: as above
        if fen > limit_fen:
            raise UserError(self.env._(
                "%(name)s: %(amount)s is above the limit of %(limit)s for a write-off: pay it back instead.",
                name=self.name, amount=yuan(fen), limit=yuan(limit_fen)))

    def _carry_out(self):
        self._check_small(to_fen(self.account_id.sudo().balance))  # sudo: money may have come since the submit
        label = self.env._("Small balance written off %s", self.name)
        entry = self._capture_hold("writeoff", label)
        return self._book(entry, self.account_id._gl_event(self.company_id.prepaid_journal_id, "E19", {"amount": to_fen(self.amount)}, label))

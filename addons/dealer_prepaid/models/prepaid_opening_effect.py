from odoo import api, models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidOpening(models.Model):
    """What signing opening balances off would do (feature 37)."""

    _inherit = "prepaid.opening"

    @api.depends("line_ids.amount", "line_ids.kind", "line_ids.partner_id", "line_ids.brand_id")
    def _compute_effect_text(self):
        super()._compute_effect_text()

    def _effect_is_open(self):
        return self.state in ("draft", *self._open_states) and bool(self.line_ids)

    def _effect_sentence(self):
        balances = self.line_ids.filtered(lambda line: line.kind == "balance")
        if not balances:
            return False
        owners = {(line.partner_id, line.brand_id) for line in balances}
        opened = {(account.partner_id, account.brand_id) for account in self.env["prepaid.account"].sudo().search([  # sudo: counts of the document
            ("company_id", "=", self.company_id.id), ("partner_id", "in", balances.partner_id.ids), ("state", "not in", ("draft", "closed"))])}
        text = self.env._(
            "Signing off: %(count)s accounts get %(sum)s CNY in %(entries)s entries; %(opens)s of them open by it.", count=len(owners),
            sum=yuan(sum(to_fen(line.amount) for line in balances)), entries=len(balances), opens=len(owners - opened))
        if self._posts():
            return text + " " + self.env._("One journal entry of %s brings the amounts into the books.", self.date)
        return text + " " + self.env._("The books are not touched: the accountant's own entry has the amounts.")

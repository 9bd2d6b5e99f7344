from odoo import api, fields, models
from odoo.exceptions import UserError


class PrepaidTopup(models.Model):
    """A top-up says which remittance of the bank's list looks like its money, so that nobody confirms it without the bank's proof."""

    _inherit = "prepaid.topup"

    match_ids = fields.One2many("prepaid.match", "topup_id", string="Matches")
    match_count = fields.Integer(compute="_compute_matches")
    match_hint = fields.Char(compute="_compute_matches", string="On the bank's list")

    bank_line_typed = fields.Boolean(related="bank_line_id.by_hand", string="Remittance typed by hand", related_sudo=True, groups="base.group_user")
    owner_reason = fields.Char(related="bank_line_id.owner_reason", string="Why this owner", related_sudo=True, groups="base.group_user")

    @api.depends("state", "bank_line_id", "match_ids.state", "match_ids.score")
    @api.depends_context("lang")
    def _compute_matches(self):
        for topup in self:
            matches = topup.sudo().match_ids.filtered(lambda rec: rec.state != "dismissed")  # sudo: the hint is for every reader of the top-up
            topup.match_count = len(matches)
            best = matches.filtered(lambda rec: rec.state == "open").sorted("score")[-1:]
            topup.match_hint = False if not best or topup.state != "submitted" else self.env._(
                "Remittance %(serial)s of %(date)s looks like this money (%(score)s points: %(why)s). Have the cashier decide the match before you confirm.",
                serial=best.bank_line_id.serial, date=best.date, score=best.score, why=best.reason_text)

    def _need_released(self):
        """Refuse to confirm while a remittance that looks like this money is not decided: it would be credited again with a top-up of its own."""
        result = super()._need_released()
        for topup in self.filtered(lambda rec: not rec.bank_line_id):
            match = topup.sudo().match_ids.filtered(lambda rec: rec.state == "open").sorted("score")[-1:]  # sudo: whoever confirms
            if match:
                raise UserError(self.env._(
                    "Top-up %(name)s is not confirmed: remittance %(serial)s of %(date)s looks like its money. The cashier accepts or dismisses that match "
                    "under Receipts > Matching first, so that the money is not credited twice.",
                    name=topup.name, serial=match.bank_line_id.serial, date=match.date))
        return result

    def action_open_matches(self):
        """Show the matches of the top-up with the bank's list."""
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_match_action")
        return {**action, "domain": [("topup_id", "in", self.ids)], "context": {}}

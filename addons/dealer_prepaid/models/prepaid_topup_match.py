from odoo import api, fields, models


class PrepaidTopup(models.Model):
    """A top-up says which remittance of the bank's list looks like its money, so that nobody confirms it without the bank's proof."""

    _inherit = "prepaid.topup"

    match_ids = fields.One2many("prepaid.match", "topup_id", string="Matches")
    match_count = fields.Integer(compute="_compute_matches")
    match_hint = fields.Char(compute="_compute_matches", string="On the bank's list")

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

    def action_open_matches(self):
        """Show the matches of the top-up with the bank's list."""
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_match_action")
        return {**action, "domain": [("topup_id", "in", self.ids)], "context": {}}

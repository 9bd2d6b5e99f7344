from odoo import fields, models

from .res_partner_settlement import METHODS


class PrepaidSettlementChange(models.Model):
    """A change of how a dealer or store pays: kept with its reason; credit on a term needs a second person.

    draft (the dialog) -> done, or -> proposed -> done | rejected. What gives credit (pay later, a higher limit, a longer term)
    is proposed by the settlement accountant or the finance manager and confirmed by another finance manager or the receipt
    confirmer; everything else is done in one step.
    """

    _name = "prepaid.settlement.change"
    _description = "Settlement method"
    _inherit = ["prepaid.proposed.change"]
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Dealer or store", required=True, index=True, ondelete="restrict")
    settlement_method = fields.Selection(METHODS)
    credit_term_days = fields.Integer(string="Term (days)", default=30)
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)
    credit_term_limit = fields.Monetary(string="Credit limit")
    reason = fields.Text()

    _limit_range = models.Constraint(
        "CHECK(credit_term_limit IS NULL OR (credit_term_limit >= 0 AND credit_term_limit <= 100000000000))",
        "A credit limit is 0.00 or more and below 100 billion.")

    # -- hooks of prepaid.proposed.change

    def _words(self):
        name = self._partner_name() if len(self) == 1 else ""
        return {
            "buttons": self.env._("A change of the settlement method is proposed and confirmed with its buttons."),
            "fixed": self.env._("The change for %s is proposed and stays as it is: have it rejected and propose it anew.", name),
            "kept": self.env._("The change for %s stays for the record.", name),
            "own": self.env._("Another person must confirm the terms of %s: you proposed them.", name),
            "waits_not": self.env._("The terms of %s do not wait for a decision.", name),
            "no_reason": self.env._("Say why the terms of %s are rejected.", name),
            "roles": self.env._("Only the finance manager or the receipt confirmer decides on credit terms."),
        }

    def _check_still_right(self):
        self.sudo().partner_id._touch_credit_term()  # sudo: two persons at once, the second waits

    # -- buttons

    def action_apply(self):
        """Change the terms, or propose them where they give more credit than before (draft -> Done or To confirm).

        :return: action that closes the dialog and tells what happened.
        :raises AccessError: for everybody but settlement accountant and finance manager.
        :raises UserError: with what is wrong.
        """
        self.ensure_one()
        partner = self.partner_id
        partner._need_finance()
        self.check_access("write")
        close = {"type": "ir.actions.act_window_close"}
        if self.state != "draft":
            return close
        partner._check_terms(self.settlement_method, self.reason, self.credit_term_days, self.credit_term_limit)
        partner._need_dealer()
        partner._touch_credit_term()
        self._end_older()
        self.sudo().write({"before": partner.settlement_name, "proposer_id": self.env.uid})  # sudo: flow fields are closed to writes
        if not partner._raises_credit(self.settlement_method, self.credit_term_days, self.credit_term_limit):
            self._carry_out()
            return close
        self.sudo().state = "proposed"  # sudo: flow fields are closed to writes
        sentence = self.env._("%s: the new terms are proposed; another finance manager or the receipt confirmer confirms them.", self._partner_name())
        partner.sudo().message_post(body=sentence, author_id=self.env.user.partner_id.id)  # sudo: the history of the partner
        return self._waits_notice(sentence)

    # -- parts

    def _partner_name(self):
        return self.sudo().partner_id.display_name  # sudo: name in a sentence

    def _end_older(self):
        """A newer change replaces what still waits for the same partner."""
        older = self.sudo().search([("partner_id", "=", self.partner_id.id), ("state", "=", "proposed"), ("id", "!=", self.id)])  # sudo: whoever proposed it
        older._close("rejected", self.env._("Replaced by a newer change."))

    def _carry_out(self):
        change = self.sudo()  # sudo: flow fields are closed to writes; the confirmer writes no partners
        change.partner_id._change_terms(change.settlement_method, change.reason, change.credit_term_days, change.credit_term_limit)
        self._close("done")

import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen

from .prepaid_unidentified import CLAIM_INPUT

RETURN = {"return_reason", "return_holder", "return_number", "return_bank_name", "return_journal_id", "return_reference", "return_paid_on"}
PAYMENT = {"return_reference", "return_paid_on"}  # what the confirmer enters once the return is proposed
RETURN_FLOW = {
    "return_proposer_id", "return_editor_ids", "returner_id", "returned_at", "return_move_id", "bounce_move_ids", "bounce_reason"}


class PrepaidUnidentified(models.Model):
    """Parked money goes back to its payer (E03b): one person enters why and to which bank account, another confirms the payment.

    When the bank sends the money back, it is parked again (E02).
    """

    _inherit = "prepaid.unidentified"
    _reason_methods = {"action_reject", "action_release_twin", "action_refuse_return", "action_return_bounced"}
    _dated_methods = {"action_return_bounced"}

    claim_state = fields.Selection(
        selection_add=[("return_proposed", "Return to confirm"), ("returned", "Returned to the payer")],
        ondelete={"return_proposed": "cascade", "returned": "cascade"})
    return_reason = fields.Char(string="Why it goes back", copy=False, tracking=True)
    return_holder = fields.Char(string="Payer's account holder", copy=False, tracking=True)
    return_number = fields.Char(string="Payer's account number", copy=False, tracking=True)
    return_bank_name = fields.Char(string="Payer's bank", copy=False)
    return_journal_id = fields.Many2one(
        "account.journal", string="Paid back from", check_company=True, copy=False, ondelete="restrict", domain=[("type", "=", "bank")],
        help="The account that received the money unless another one is chosen.")
    return_reference = fields.Char(string="Payment reference", copy=False, help="Reference of the payment at the bank.")
    return_paid_on = fields.Date(string="Paid back on", copy=False, help="Day of the payment at the bank; the books take it. Empty: the day it was noted.")
    return_proposer_id = fields.Many2one("res.users", string="Return entered by", readonly=True, copy=False)
    return_editor_ids = fields.Many2many(
        "res.users", "prepaid_unidentified_return_editor_rel", string="Return written by", readonly=True, copy=False)
    returner_id = fields.Many2one("res.users", string="Return confirmed by", readonly=True, copy=False)
    returned_at = fields.Datetime(readonly=True, copy=False)
    return_move_id = fields.Many2one(
        "account.move", string="Return entry", readonly=True, copy=False, ondelete="restrict", index="btree_not_null")
    bounce_move_ids = fields.Many2many("account.move", string="Earlier returns that bounced", readonly=True, copy=False)
    bounce_reason = fields.Char(string="Why the bank sent it back", readonly=True, copy=False, tracking=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any((RETURN | RETURN_FLOW) & {name for name, value in vals.items() if value} for vals in vals_list):
            raise AccessError(self.env._("A receipt is parked first; its return to the payer is entered with the button Return to the payer."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if vals and vals.keys() <= PAYMENT and all(receipt.claim_state == "return_proposed" for receipt in self):
            self._need(self._checkers)
            self.check_access("write")
            return super(PrepaidUnidentified, self.sudo()).write(vals)  # sudo: the proposed return is closed, only the bank's reference and day are open
        self._need(self._makers)  # the confirmer enters nothing else
        if vals.keys() & RETURN:
            if vals.keys() - RETURN or self.filtered(lambda rec: rec.state != "approved" or rec.claim_state != "none"):
                raise AccessError(self.env._("The return of a parked receipt changes with its buttons only."))
            self.check_access("write")
            result = super(PrepaidUnidentified, self.sudo()).write(vals)  # sudo: the parked document is closed, its return is still open
            self._remember_editor("return_editor_ids")
            return result
        return super().write(vals)

    # -- returning

    def action_propose_return(self):
        """Hand the entered return to the confirmer (Waits for its owner -> Return to confirm).

        :return: True.
        :raises AccessError: for roles that may not enter returns.
        :raises UserError: without reason or bank account, or when the money is not parked.
        """
        self._need(self._makers)
        for receipt in self:
            receipt._need_state("approved")
            if receipt.claim_state != "none":
                raise UserError(self.env._("Receipt %s is claimed or on its way back already: have that step confirmed or refused first.", receipt.name))
            missing = [name for name in ("return_reason", "return_holder", "return_number") if not (receipt[name] or "").strip()]
            if missing:
                words = ", ".join(self._fields[name]._description_string(self.env) for name in missing)
                raise UserError(self.env._("Receipt %(name)s cannot go back yet: enter %(fields)s.", name=receipt.name, fields=words))
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                "claim_state": "return_proposed", "return_proposer_id": self.env.uid, **dict.fromkeys(CLAIM_INPUT, False)})
        return True

    def action_return(self):
        """Confirm that the money was paid back to its payer (Return to confirm -> Returned to the payer).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not confirm, and for everybody who entered the return.
        :raises UserError: without the bank's reference of the payment, or with a day on which it cannot have been paid.
        """
        self._need(self._checkers)
        for receipt in self.filtered(lambda rec: rec.claim_state != "returned"):
            receipt._need_return()
            if self.env.user in (receipt.return_proposer_id | receipt.return_editor_ids):
                raise AccessError(self.env._("Another person must confirm the return of %s: you entered it.", receipt.name))
            if not (receipt.return_reference or "").strip():
                raise UserError(self.env._("%s: enter the bank's reference of the payment first.", receipt.name))
            receipt._check_paid_back_on()
            move = receipt._post_return("E03b", self.env._("Unidentified receipt %s returned", receipt.name), receipt.return_paid_on)
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                "claim_state": "returned", "returner_id": self.env.uid, "returned_at": fields.Datetime.now(), "return_move_id": move.id})
        return True

    def action_refuse_return(self, reason):
        """Refuse the return; the money stays parked (Return to confirm -> Waits for its owner).

        :param reason: text, why.
        :return: True.
        """
        self._need(self._checkers)
        for receipt in self:
            receipt._need_return()
            receipt._need_return_reason(reason)
            receipt._log_return(self.env._("Return refused: %s", reason.strip()))
            receipt._park_again()
        return True

    def action_return_bounced(self, reason, day=None):
        """Park the money again because the bank could not pay it out (Returned to the payer -> Waits for its owner).

        :param reason: what the bank says.
        :param day: day on which the money came back at the bank, which the books take; today by default.
        :return: True.
        :raises AccessError: for roles that may not confirm returns, and for the one who confirmed this one.
        :raises UserError: without a reason, or with a day on which it cannot have come back.
        """
        self._need(self._checkers)
        for receipt in self:
            if receipt.claim_state != "returned":
                raise UserError(self.env._("Receipt %s was not returned, so nothing came back: confirm its return first.", receipt.name))
            if self.env.user == receipt.returner_id:
                raise AccessError(self.env._(
                    "Another person must record that the bank sent the return of %s back: you confirmed its payment.", receipt.name))
            receipt._need_return_reason(reason)
            paid = receipt.sudo().return_move_id  # sudo: a day
            back_on = receipt.company_id._prepaid_named_day(receipt.name, day, receipt.return_paid_on or paid.prepaid_event_date or paid.date)
            move = receipt._post_return("E02", self.env._("Return of %s bounced", receipt.name), back_on)
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                "bounce_move_ids": [Command.link(receipt.return_move_id.id), Command.link(move.id)], "bounce_reason": reason.strip(),
                "return_move_id": False, "returner_id": False, "returned_at": False})
            receipt._log_return(self.env._("The bank sent the money back: %s", reason.strip()))
            receipt._park_again()
        return True

    def action_ask_refuse_return(self):
        """Ask why the return is refused."""
        return self.env["dealer.reason"]._ask(self, "action_refuse_return", self.env._("Refuse return"))

    def action_ask_bounced(self):
        """Ask what the bank says about the money that came back."""
        return self.env["dealer.reason"]._ask(self, "action_return_bounced", self.env._("Came back from the bank"))

    # -- parts

    def _need_return(self):
        if self.claim_state != "return_proposed":
            raise UserError(self.env._("Receipt %s has no return to confirm: enter the return first.", self.name))

    def _check_paid_back_on(self):
        """Refuse a day on which the money cannot have gone back: one in the future, or before it came in."""
        day, came = self.return_paid_on, self.sudo().bank_line_id.date or self.date  # sudo: who confirms need not read the bank's list
        if not day:
            return
        self.company_id._prepaid_check_bank_day(self.name, day)
        if day < came:
            raise UserError(self.env._(
                "%(name)s came in on %(came)s and cannot have gone back on %(day)s: enter the day of the payment.", name=self.name, came=came, day=day))

    def _need_return_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Receipt %s: say why.", self.name))

    def _park_again(self):
        """Begin anew: what was entered goes together with the list of who wrote it, else its writer could confirm it the next time."""
        self.sudo().write({  # sudo: flow fields are closed to writes
            "claim_state": "none", "return_proposer_id": False, "return_editor_ids": [Command.clear()], **dict.fromkeys(RETURN, False)})

    def _log_return(self, text):
        """Leave a line with what happened and the payment it happened to, whose data are entered anew the next time."""
        receipt, number = self.sudo(), re.sub(r"\W", "", self.return_number or "")  # sudo: a step is noted whoever takes it
        values = {
            "return_holder": receipt.return_holder, "return_number": f"**** {number[-4:]}", "return_bank_name": receipt.return_bank_name,
            "return_journal_id": (receipt.return_journal_id or receipt.journal_id).display_name, "return_reference": receipt.return_reference,
            "return_paid_on": receipt.return_paid_on}
        payment = "; ".join(f"{self._fields[name]._description_string(self.env)}: {value}" for name, value in values.items() if value)
        line = f"{text} ({payment})"
        receipt.message_post(body=line, author_id=self.env.user.partner_id.id)

    def _post_return(self, code, ref, bank_day=None):
        journal = (self.return_journal_id or self.journal_id).sudo()  # sudo: confirmers read no journals
        return self.env["prepaid.posting"]._post_event(
            self.company_id, journal, code, {"amount": to_fen(self.amount)}, ref, bank_day=bank_day or None,
            accounts={"bank": journal.default_account_id})

from odoo import models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..sql import book


class PrepaidAccount(models.Model):
    """How an account opens: the amount it takes, and that money of a frozen owner is parked (J24)."""

    _inherit = "prepaid.account"

    def _set_opening_amount(self, amount_fen, operation_key):
        """Change the amount that opens an account; what is there already opens it when it is enough.

        :param amount_fen: fen, >= 0.
        :param operation_key: str, names the document.
        """
        self.ensure_one()
        book.touch_draft_account(self.env.cr, self.id)
        self._write_opening_amount(from_fen(amount_fen))
        posted = to_fen(self.sudo().balance)  # sudo: figure of the decision
        if self.state == "draft" and posted and posted >= amount_fen:
            self._set_state(self._state_with_money("open"), operation_key)
            if not self._owner_is_frozen():
                self.partner_id._on_prepaid_account_opened()

    # -- a frozen owner

    def _owner_is_frozen(self):
        return self.partner_id.sudo().dealer_state == "frozen"  # sudo: state of the owner

    def _state_with_money(self, new_state=None):
        """Give the state an account takes when money comes in: that of a frozen owner is parked.

        :param new_state: state it would take otherwise, None for no change.
        :return: state, or None.
        """
        if self._owner_is_frozen() and (self.state == "open" or new_state == "open"):
            self.sudo().message_post(body=self.env._(  # sudo: the chatter of the account
                "The owner is frozen, so money that came in is parked; a freeze document of kind \"Open the account again\" makes it usable."))
            return "frozen"
        return new_state

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import to_fen


class PrepaidFreeze(models.Model):
    """Freezes an account, or part of its money, for a reason; a later one of the other direction lifts it again.

    * whole account: no new hold is placed, running orders go on;
    * an amount: it is held for the document until the freeze is lifted.
    """

    _name = "prepaid.freeze"
    _inherit = "prepaid.document"
    _description = "Prepaid freeze"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    kind = fields.Selection(
        [("account", "Freeze the account"), ("release", "Open the account again"), ("amount", "Freeze an amount"), ("lift", "Lift a frozen amount")],
        required=True, default="account")
    freeze_id = fields.Many2one("prepaid.freeze", string="Lifts", check_company=True, ondelete="restrict")
    is_lifted = fields.Boolean(readonly=True, copy=False)
    amount = fields.Monetary(required=False, default=0)

    def _hold_fen(self):
        return to_fen(self.amount) if self.kind == "amount" else 0

    def _effect_fen(self):
        if self.kind == "lift" and self.freeze_id:
            return 0, 0
        return self._hold_fen(), 0

    def _hold_rules(self):
        return {"credit": False}

    def _hold_cause(self):
        if self.kind == "amount" and self.state == "approved":
            return self.env._("frozen until a document lifts it: %s", self._role_names(self._makers))
        return super()._hold_cause()

    def _check_amount(self):
        if self.kind == "amount":
            super()._check_amount()

    def _check_ready(self):
        state = self.account_id.state
        if self.kind == "account" and state != "open" or self.kind == "release" and state != "frozen":
            raise UserError(self.env._(
                "%(name)s does not fit %(account)s, which is in state %(state)s: only an open account is frozen, only a frozen one opened again.",
                name=self.name, account=self.account_id.name, state=label_of(self.account_id)))
        if self.kind == "lift":
            frozen = self.freeze_id
            if frozen.kind != "amount" or frozen.state != "approved" or frozen.is_lifted or frozen.account_id != self.account_id:
                raise UserError(self.env._("%s: choose an approved freeze of an amount on this account that is not lifted yet.", self.name))

    def _carry_out(self):
        if self.kind in ("account", "release"):
            self._check_ready()
            first = self.kind == "release" and not self.account_id.opened_at
            self.account_id._set_state("frozen" if self.kind == "account" else "open", self._hold_key())
            if first:  # its opening top-up came while the owner was frozen
                self.account_id.partner_id._on_prepaid_account_opened()
        elif self.kind == "lift":
            self._check_ready()
            self.account_id._release(self.freeze_id._hold_key(), self._reason_words())
            self.freeze_id.sudo().is_lifted = True  # sudo: a submitted document is closed to writes
        return {}

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from .. import ledger
from ..adapters.messages import sentence


class PrepaidSeasonCloseLine(models.Model):
    """One account in a season close: its figures at the check, and whether it can be refunded."""

    _name = "prepaid.season.close.line"
    _description = "Account in a season close"
    _order = "close_id, id"
    _rec_name = "account_id"

    close_id = fields.Many2one("prepaid.season.close", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="close_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="close_id.currency_id")
    account_id = fields.Many2one("prepaid.account", required=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id")
    sales_company_id = fields.Many2one(related="account_id.sales_company_id")
    balance = fields.Monetary(readonly=True)
    held = fields.Monetary(readonly=True)
    refund = fields.Monetary(readonly=True)
    state = fields.Selection(
        [("ready", "Ready"), ("blocked", "Blocked"), ("excluded", "Left out"), ("approved", "Approved"), ("paid", "Paid")],
        required=True, readonly=True)
    reason = fields.Char(readonly=True, string="What is in the way")
    hold_key = fields.Char(readonly=True)
    entry_id = fields.Many2one("prepaid.entry", readonly=True, ondelete="restrict")
    move_id = fields.Many2one("account.move", readonly=True, ondelete="restrict", string="Journal entry")

    @api.model
    def _prepare(self, account, difference, excluded):
        """Give the values of an account's line.

        :param account: one prepaid.account.
        :param difference: sentence about a difference to the general ledger, or None.
        :param excluded: whether finance left the account out.
        :return: dict.
        """
        decision = ledger.season_close(account._as_balance())
        refused = isinstance(decision, ledger.Refusal)
        reason = difference or (refused and sentence(self.env, decision.code, {"account": account.display_name, **decision.params})) or False
        return {
            "account_id": account.id, "balance": account.balance, "held": account.held,
            "refund": 0 if refused else account.balance, "reason": reason,
            "state": "excluded" if excluded else "blocked" if reason else "ready",
        }

    def action_exclude(self):
        """Leave an account out of the run, because its owner disputes the figures; or take it in again."""
        for line in self:
            line.close_id._need("group_fin_settlement", self.env._("Your role may not run the season close."))
            if line.close_id.state != "closing":
                raise UserError(self.env._("%s is approved already.", line.close_id.name))
            blocked = "blocked" if line.reason else "ready"
            line.sudo().state = "excluded" if line.state != "excluded" else blocked  # sudo: lines are written by the run alone
        return True

    def _set_aside(self):
        """Hold each account's refund so that nothing else can take it before it is paid."""
        for line in self:
            fen = to_fen(line.refund)
            key = f"{line._name},{line.id}"
            if fen:
                account = line.account_id
                if fen != to_fen(account.available):
                    raise UserError(self.env._(
                        "%(account)s changed since it was listed: available %(now)s, listed %(then)s. List the accounts again.",
                        account=account.display_name, now=yuan(to_fen(account.available)), then=yuan(fen)))
                result = account._hold(key, fen, line._name, line.id, line.close_id.name, states=("closing",))
                if not result.ok:
                    raise UserError(result.message)
            line.sudo().write({"state": "approved", "hold_key": key if fen else False})  # sudo: lines are written by the run alone

    def _pay(self):
        for line in self:
            account, fen, vals = line.account_id, to_fen(line.refund), {"state": "paid"}
            if fen:
                label = self.env._("Season refund %s", line.close_id.season_id.name)
                entry = account._capture(
                    line.hold_key, fen, operation_key=f"{line._name},{line.id}", kind="season_refund", label=label,
                    res_model=line.close_id._name, res_id=line.close_id.id)
                move = account._gl_pay_back(line.close_id.journal_id.sudo(), fen, label)  # sudo: the confirmer reads no journals
                entry._link_move(move)
                vals.update(entry_id=entry.id, move_id=move.id)
            account._set_state("closed", f"{line._name},{line.id},closed")
            line.sudo().write(vals)  # sudo: lines are written by the run alone

    @api.model_create_multi
    def create(self, vals_list):
        self._only_the_run()
        return super().create(vals_list)

    def write(self, vals):
        self._only_the_run()
        return super().write(vals)

    def _only_the_run(self):
        if not self.env.su:
            raise AccessError(self.env._("Lines of a season close are written by its run only."))

import datetime

from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..ledger.bonus import ClawBack, best_bonus, claw_back


class PrepaidTopupBonus(models.Model):
    """The gift credit a top-up earns, booked in the same operation, and what goes back when the money leaves again."""

    _inherit = "prepaid.topup"

    bonus_rule_id = fields.Many2one("prepaid.bonus.rule", string="Bonus rule", readonly=True, copy=False, ondelete="restrict", index="btree_not_null")
    bonus_amount = fields.Monetary(string="Bonus", readonly=True, copy=False)
    bonus_entry_id = fields.Many2one("prepaid.entry", string="Bonus entry", readonly=True, copy=False, ondelete="restrict")
    bonus_taken_back = fields.Monetary(readonly=True, copy=False, help="What of the bonus went back with reversals and withdrawals.")

    # -- granting

    def _choose_bonus(self):
        """Choose the bonus of the top-up.

        :return: (prepaid.bonus.rule, fen, last day or False); the rule is empty where nothing is earned.
        """
        self.ensure_one()
        rules = self.env["prepaid.bonus.rule"]._in_force(self.company_id, self.brand_id, self.company_id._dealer_today())
        none = (rules.browse(), 0, False)
        if not rules:
            return none
        bonus = best_bonus([rule._as_core() for rule in rules], to_fen(self.amount), is_first=self._is_first())
        if not bonus:
            return none
        rule = rules.browse(bonus.key)
        last = self.company_id._dealer_today() + datetime.timedelta(days=rule.expiry_days) if rule.expiry_days else False
        return rule, bonus.fen, last

    def _is_first(self):
        """Tell whether the account had no top-up yet; one that was taken back, and its bonus with it, was none."""
        entries = self.env["prepaid.entry"].sudo()  # sudo: figures of the decision
        account = self._own_account()
        topups = entries.search([("account_id", "=", account.id), ("kind", "=", "topup")]) if account else entries
        return not topups - entries.search([("reversed_entry_id", "in", topups.ids)]).reversed_entry_id

    def _earns_bonus(self):
        """Tell whether the account is open, or opens with this top-up: gifts never help to reach the opening amount."""
        account = self._own_account()
        if (account.state or "draft") == "draft":
            return account._lacking(self.company_id, account, to_fen(self.amount)) <= 0
        return account.state in ("open", "frozen")

    def _grant_bonus(self, entries, rule, fen):
        """Note the bonus that was booked with the top-up and book what its bucket needs in the general ledger.

        :param entries: the entries of the top-up: money, then gift.
        :param rule: the rule, empty without a bonus.
        :param fen: the bonus.
        """
        if not rule:
            return
        gift = entries[1]
        self.sudo().write({"bonus_rule_id": rule.id, "bonus_amount": from_fen(fen), "bonus_entry_id": gift.id})  # sudo: flow fields
        move = self.account_id._gl_gift(gift, gift.label)
        if move:
            gift._link_move(move)

    def _effects(self):
        effects = super()._effects()
        rule, fen, last = self._choose_bonus() if self._earns_bonus() else (None, 0, False)
        if rule and last:
            effects.append(self.env._("Bonus %(amount)s CNY by rule %(rule)s, usable until %(date)s.", amount=yuan(fen), rule=rule.name, date=last))
        elif rule:
            effects.append(self.env._("Bonus %(amount)s CNY by rule %(rule)s.", amount=yuan(fen), rule=rule.name))
        return effects

    # -- taking back

    def _claw_back(self, left_fen):
        """Compute what of the bonus goes back when only a part of the top-up stays.

        :param left_fen: fen of the top-up that stay.
        :return: ledger.bonus.ClawBack.
        """
        self.ensure_one()
        if not self.bonus_rule_id:
            return ClawBack()
        return claw_back(
            self.bonus_rule_id.sudo()._as_core(), to_fen(self.amount), left_fen, to_fen(self.bonus_amount),  # sudo: the rule counts for every role
            to_fen(self.bonus_taken_back), sum(fen for _lot, fen in self._free_lots(self.bonus_entry_id)))

    def _note_taken_back(self, fen):
        """Note that so much of the bonus went back."""
        self.sudo().bonus_taken_back = from_fen(to_fen(self.bonus_taken_back) + fen)  # sudo: flow fields are closed to writes

    def _free_lots(self, entry):
        """Give what is left of the lots that an entry made: [(lot id, fen)]."""
        lots = self.env["prepaid.lot"].sudo().search([("entry_id", "=", entry.id), ("free", ">", 0)]) if entry else ()  # sudo: figures of the decision
        return [(lot.id, to_fen(lot.free)) for lot in lots]

    def action_reverse(self):
        """Enter a reversal of the top-up.

        :return: action.
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "prepaid.topup.reversal", "view_mode": "form", "target": "current",
            "name": self.env._("Reversal of top-up %s", self.name), "context": {"default_topup_id": self.id}}

from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import rule_key
from ..engine import Deposit
from ..sql.limits import held


class SaleOrder(models.Model):
    """Deposits of presales pay a part of the order that is made with them, while the balance is due."""

    _inherit = "sale.order"

    promo_presale_ids = fields.One2many("promo.presale", "order_id", string="Presale deposits", readonly=True, copy=False, groups="base.group_user")

    @api.depends("promo_presale_ids", "promo_presale_ids.state")
    def _compute_promo_result(self):
        return super()._compute_promo_result()

    def _promo_deposits(self, now):
        aware = self.env["promo.cart"]._aware
        found = tuple(
            Deposit(rule_key(deposit.rule_id.id), to_fen(deposit.amount), deposit.number, aware(deposit.paid_at), deposit._buyer_then())
            for deposit in self.sudo().promo_presale_ids.sorted("number")  # sudo: deposits count for whoever enters the order
            if deposit.state in ("paid", "done") and aware(deposit.balance_start) <= now < aware(deposit.balance_end))
        return (*super()._promo_deposits(now), *found)

    def _promo_reserve(self, outcome, cart, until=None):
        """As before; the places that deposits of the order hold are the order's own."""
        documents = [deposit._document() for deposit in self.sudo().promo_presale_ids]  # sudo: as in _promo_deposits
        if documents and until:
            places = {key for _document, key, _holder, _amount in held(self.env.cr, documents)}
            own = tuple((key, amount) for key, amount in outcome.limits if key not in places)
            return super()._promo_reserve(replace(outcome, limits=own), cart, until)
        for document in documents:
            self.env["promo.limit"]._release(document)
        return super()._promo_reserve(outcome, cart, until)

    def _promo_note_shares(self, outcome, cart, snapshot, left, options, versions=None):
        super()._promo_note_shares(outcome, cart, snapshot, left, options, versions)
        used = {use.rule for use in outcome.assets if use.asset == "deposit"}
        deposits = self.sudo().promo_presale_ids.filtered(lambda deposit: deposit.state == "paid" and rule_key(deposit.rule_id.id) in used)  # sudo: as above
        deposits.write({"state": "done"})

    def _promo_take_back(self):
        super()._promo_take_back()
        for deposit in self.sudo().promo_presale_ids.filtered(lambda deposit: deposit.state == "done"):  # sudo: as above
            deposit.write({"state": "paid", "order_id": False})
            deposit._reserve_place()

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan


class PrepaidAccount(models.Model):
    """Drafts promise money that nobody holds yet: the account shows that drafts and waiting orders together ask for more than there is (N6)."""

    _inherit = "prepaid.account"

    draft_count = fields.Integer(string="Draft orders", compute="_compute_pressure")
    draft_total = fields.Monetary(string="Drafts ask for", compute="_compute_pressure", help="What the drafts of orders that this account pays come to now.")
    pressure_hint = fields.Char(compute="_compute_pressure")

    @api.depends_context("lang", "uid")
    def _compute_pressure(self):
        drafts = self._drafts_by_account()
        for account in self:
            orders = drafts.get(account.id, self.env["sale.order"])
            drafted = [to_fen(order.settlement_total) for order in orders]
            asked = [order._asked_fen() for order in account._waiting_orders()] if orders and account.waiting_count else []
            total, waiting = sum(drafted), sum(asked)
            missing = max(account._cover().topups([*asked, *drafted]), default=0) if orders and account.state == "open" else 0
            account.draft_count, account.draft_total = len(orders), from_fen(total)
            account.pressure_hint = self.env._(
                "%(drafts)s drafts ask for %(total)s CNY and waiting orders for %(waiting)s CNY: %(missing)s CNY more than the %(free)s CNY available. "
                "Who submits first is served first.",
                drafts=len(orders), total=yuan(total), waiting=yuan(waiting), missing=yuan(missing), free=yuan(total + waiting - missing),
            ) if missing else False

    def _drafts_by_account(self):
        """Give the priced drafts that these accounts pay, looked up once a store.

        :return: {account id: sale.order}.
        """
        owners = self.partner_id
        orders = self.env["sale.order"].sudo().search([  # sudo: the pressure belongs to the account, whoever may see the drafts
            ("is_dealer_order", "=", True), ("dealer_state", "=", "draft"), ("settlement_total", ">", 0),
            ("company_id", "in", self.company_id.ids), ("partner_id", "child_of", owners.ids)]) if owners else self.env["sale.order"]
        found = {}
        for same in orders.grouped(lambda order: (order.company_id, order.partner_id, order._account_brand())).values():
            account = same[0]._find_account()
            if account and same[0]._payment_terms()[0] == "prepaid":
                found[account.id] = found.get(account.id, self.env["sale.order"]) | same
        return found

    def action_open_drafts(self):
        """Show the drafts that this account would pay."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.sale_order_action_draft")
        return {**action, "domain": [("id", "in", self._drafts_by_account().get(self.id, self.env["sale.order"]).ids)], "context": {}}

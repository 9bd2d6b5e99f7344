import logging

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

_logger = logging.getLogger(__name__)


class PrepaidAccount(models.Model):
    _inherit = "prepaid.account"

    waiting_count = fields.Integer(string="Waiting orders", compute="_compute_waiting")
    waiting_topup = fields.Monetary(string="Top-up for all waiting orders", compute="_compute_waiting", help="This top-up lets all waiting orders go.")

    def _waiting_orders(self):
        """Give the orders that wait for money of this account, in the order in which they came."""
        self.ensure_one()
        return self._own_queue(self.env["sale.order"].sudo().search([  # sudo: the queue belongs to the account, whoever confirms the top-up
            ("dealer_state", "=", "waiting"), ("account_partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
        ], order="waiting_since, id"))

    def _own_queue(self, orders):
        """Keep the orders that this account pays: where brands have accounts of their own, not those of the owner's other brands."""
        by_brand = self.company_id.sudo().prepaid_by_brand  # sudo: a setting, whoever asks
        return orders._by_account().get(self, orders.browse()) if by_brand else orders

    def _compute_waiting(self):
        orders = self.env["sale.order"].sudo().search([  # sudo: as above
            ("dealer_state", "=", "waiting"), ("account_partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids),
        ], order="waiting_since, id")
        queues = orders.grouped(lambda order: (order.company_id, order.account_partner_id))
        asked = {}
        for account in self:
            queue = queues.get((account.company_id, account.partner_id), orders.browse()) if account.state != "closed" else orders.browse()
            asked[account] = [order._asked_fen() for order in account._own_queue(queue)]
        covers = self.filtered(lambda account: asked[account])._covers_each()
        for account, totals in asked.items():
            account.waiting_count = len(totals)
            account.waiting_topup = max(covers[account].topups(totals), default=0) / 100 if totals else 0

    def _with_waiting(self):
        waiting = self.env["sale.order"].sudo()._read_group(  # sudo: as above
            [("dealer_state", "=", "waiting"), ("account_partner_id", "in", self.sudo().partner_id.ids)],  # sudo: as above
            ["company_id", "account_partner_id"])
        pairs = {(company.id, partner.id) for company, partner in waiting}
        return super()._with_waiting() | self.filtered(lambda rec: (rec.sudo().company_id.id, rec.sudo().partner_id.id) in pairs)  # sudo: see above

    def _fund_waiting(self):
        """Try the waiting orders in the order they began to wait; one that does not fit lets smaller ones behind it pass."""
        super()._fund_waiting()
        for account in self:
            for order in account._waiting_orders():
                try:
                    with self.env.cr.savepoint():
                        order.with_context(lang=order._document_lang())._retry_waiting()
                except UserError:  # its reason shows when somebody opens it; the others get their turn
                    _logger.info("order %s keeps waiting", order.name, exc_info=True)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)  # each order is its own transaction, so that its hold is final

    def action_open_waiting(self):
        """Show the orders that wait for a top-up of this account."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.sale_order_action_waiting")
        text = self.env._("A top-up of %s CNY releases all of them.", yuan(to_fen(self.waiting_topup)))
        return {**action, "domain": [("id", "in", self._waiting_orders().ids)], "help": text}

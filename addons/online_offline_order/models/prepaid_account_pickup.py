from odoo import fields, models


class PrepaidAccount(models.Model):
    """Accounts whose stores let goods lie that nobody fetched (journey J10 c)."""

    _inherit = "prepaid.account"

    overdue_pickups = fields.Integer(
        compute="_compute_overdue_pickups", search="_search_overdue_pickups", help="Orders whose goods lie at a store beyond the last day.")

    def _overdue_by_owner(self):
        groups = self.env["sale.order"].sudo()._read_group(  # sudo: a mark on the account, the list itself asks for rights
            [("is_dealer_order", "=", True), ("pickup_state", "=", "overdue"), ("dealer_state", "=", "shipped")],
            ["company_id", "account_partner_id"], ["__count"])
        return {(company.id, owner.id): count for company, owner, count in groups}

    def _compute_overdue_pickups(self):
        counts = self._overdue_by_owner()
        for account in self:
            account.overdue_pickups = counts.get((account.company_id.id, account.partner_id.id), 0) if account.state != "closed" else 0

    def _search_overdue_pickups(self, operator, value):
        if operator not in (">", "=", "in") or (operator == ">" and value != 0):
            return NotImplemented
        owners = [owner for _company, owner in self._overdue_by_owner()]
        found = self.search([("partner_id", "in", owners)]).filtered("overdue_pickups")
        if operator == ">":
            return [("id", "in", found.ids)]
        values = set(value) if operator == "in" else {value}
        return [("id", "in", found.filtered(lambda account: account.overdue_pickups in values).ids)] if 0 not in values else NotImplemented

    def action_open_overdue_pickups(self):
        """Show the orders whose goods lie at a store beyond the last day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.sale_order_action_pickups")
        domain = [("pickup_state", "=", "overdue"), ("account_partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        return {**action, "domain": domain, "context": {"create": False}}

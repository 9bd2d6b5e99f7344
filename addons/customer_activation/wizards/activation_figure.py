from odoo import fields, models
from odoo.fields import Domain


class ActivationFigure(models.TransientModel):
    """A row of the activation figures; each count opens the customers behind it."""

    _name = "activation.figure"
    _description = "Activation figure"
    _order = "is_total, id"

    figures_id = fields.Many2one("activation.figures", required=True, ondelete="cascade", index=True)
    key = fields.Char(readonly=True)
    is_total = fields.Boolean(readonly=True)
    name = fields.Char(readonly=True)
    registered = fields.Integer(string="Invited", readonly=True)
    activated = fields.Integer(readonly=True)
    ordering = fields.Integer(readonly=True)
    activation_rate = fields.Float(string="Activation rate (%)", digits=(5, 2), readonly=True, aggregator=None)
    first_order_rate = fields.Float(string="First-order rate (%)", digits=(5, 2), readonly=True, aggregator=None)
    login_time = fields.Char(string="To the first login (median / p80)", readonly=True)
    order_time = fields.Char(string="To the first order (median / p80)", readonly=True)
    logins = fields.Integer(string="Own logins", readonly=True)
    seen = fields.Integer(string="Customers who logged in", readonly=True)

    def _customers(self):
        """Give the domain of the invited customers of the row."""
        self.ensure_one()
        figures = self.figures_id
        begin, end = figures._bounds()
        domain = figures._domain() & Domain("invited_at", "<", end)
        if figures.mode == "cohort":
            domain &= Domain("invited_at", ">=", begin)
        if self.is_total:
            return domain
        field = {"user": "user_id", "user_month": "user_id", "sales_company": "sales_company_id", "province": "province_id"}.get(figures.by)
        if field:
            domain &= Domain(field, "=", int(self.key.split("/")[0]) if self.key else False)
        if figures.by in ("month", "user_month"):
            month = fields.Date.to_date(f"{self.key.split('/')[-1]}-01")
            following = fields.Date.add(month, months=1)
            domain &= Domain("invited_at", ">=", figures.company_id._dealer_utc(month)) & Domain("invited_at", "<", figures.company_id._dealer_utc(following))
        return domain

    def _show(self, domain, name, hours="hours"):
        """Show customers; with ``hours`` in the context with the hours from the invitation, the quickest first.

        :param hours: which list has them: "hours" up to the first login, "order_hours" up to the first order. Who never came has none and is in neither.
        """
        action = {"type": "ir.actions.act_window", "name": name, "res_model": "activation.record", "view_mode": "list,form,pivot", "domain": list(domain)}
        if self.env.context.get("hours"):
            action["views"] = [(self.env.ref(f"customer_activation.activation_record_view_list_{hours}").id, "list"), (False, "form")]
        return action

    def action_registered(self):
        """Show the invited customers; with ``seen`` in the context those of them who logged in themselves in the period, with ``logins`` these logins."""
        begin, end = self.figures_id._bounds()
        own = Domain("is_own", "=", True) & Domain("at", ">=", begin) & Domain("at", "<", end)
        if self.env.context.get("logins"):
            return {
                "type": "ir.actions.act_window", "name": self.env._("Own logins"), "res_model": "activation.login", "view_mode": "list,pivot,graph",
                "domain": list(own & Domain("record_id", "any", self._customers()))}
        if self.env.context.get("seen"):
            return self._show(self._customers() & Domain("login_ids", "any", own), self.env._("Customers who logged in"))
        return self._show(self._customers(), self.env._("Invited"))

    def action_activated(self):
        """Show the activated customers."""
        return self._show(self._activated(), self.env._("Activated"))

    def action_waiting(self):
        """Show the invited customers who are not activated."""
        later = Domain("first_login_at", ">=", self.figures_id._bounds()[1])
        return self._show(self._customers() & (later | Domain("first_login_at", "=", False)), self.env._("Not activated"))

    def action_ordering(self):
        """Show the ordering customers; with ``silent`` in the context the activated ones who did not order in the period."""
        begin, end = self.figures_id._bounds()
        bought = Domain("order_ids", "any", [("is_counted", "=", True), ("date", ">=", begin), ("date", "<", end)])
        if self.env.context.get("silent"):
            return self._show(self._activated() & ~bought, self.env._("Not ordered"))
        return self._show(self._activated() & bought, self.env._("Ordering"), "order_hours")

    def _activated(self):
        return self._customers() & Domain("first_login_at", "<", self.figures_id._bounds()[1])

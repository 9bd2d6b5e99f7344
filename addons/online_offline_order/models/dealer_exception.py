from odoo import api, fields, models

from ..sql.exceptions import exceptions_query, read_query


class DealerException(models.Model):
    """Documents that stand still longer than their company allows, as each user has read them or not (issue 5, unread exceptions).

    A row goes by itself when its document goes on. What somebody has read is unread again when the document stands still anew.
    """

    _name = "dealer.exception"
    _description = "Order exception"
    _auto = False
    _order = "since, id"
    _depends = {
        "sale.order": ["approved_at", "brake_moment", "company_id", "dealer_id", "dealer_state", "delivered_on", "hold_key", "is_dealer_order", "name",
                       "partner_id", "shipped_at", "submitted_at", "waiting_since"],
        "stock.picking": ["sale_id", "state"], "stock.move": ["picked", "picking_id"],
        "logistics.parcel": ["measured", "picking_id", "state", "tracking"], "logistics.parcel.event": ["parcel_id", "time"],
        "dealer.return": ["company_id", "name", "order_id", "state"], "dealer.parcel.case": ["company_id", "name", "order_id", "state"],
        "prepaid.hold": ["expires_at", "key", "res_id", "res_model", "state"],
        "res.company": [
            "prepaid_hold_rest", *(f"exception_{kind}_hours" for kind in ("review", "waiting", "ship", "silent", "confirm", "return", "case", "hold"))],
    }

    kind = fields.Selection(
        [("review", "Held and not approved"), ("waiting", "Waits for a top-up"), ("ship", "Approved and not shipped"), ("silent", "No news of the parcel"),
         ("unconfirmed", "Delivered and not confirmed"), ("return", "Return stands still"), ("case", "Parcel case stands still"),
         ("hold", "Hold ends soon")], string="Order exception", readonly=True)
    name = fields.Char(string="Document", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Store", readonly=True)
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    since = fields.Datetime(readonly=True)
    hours = fields.Float(readonly=True, digits=(10, 1), aggregator="max")
    is_read = fields.Boolean(string="Read", compute="_compute_is_read", search="_search_is_read", help="By you; others have lists of their own.")

    @property
    def _table_query(self):
        return exceptions_query()

    @api.depends_context("uid")
    def _compute_is_read(self):
        marks = self.env["dealer.exception.read"].sudo().search([("user_id", "=", self.env.uid), ("number", "in", self.ids)])  # sudo: the user's own marks
        read = {(mark.number, mark.since) for mark in marks}
        for row in self:
            row.is_read = (row.id, row.since) in read

    def _search_is_read(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("id", "in", read_query(self.env.uid))]

    def action_read(self):
        """Mark exceptions as read by the current user; others see them as before.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for exceptions that the user cannot see.
        """
        self.check_access("read")
        marks = self.env["dealer.exception.read"].sudo()  # sudo: the user's own marks, written by this method alone
        marks.search([("user_id", "=", self.env.uid), ("number", "in", self.ids)]).unlink()
        marks.create([{"user_id": self.env.uid, "number": row.id, "since": row.since} for row in self])
        self.invalidate_recordset(["is_read"])
        return True

    def action_open_document(self):
        """Open the document that stands still; it is read from then on.

        :return: form action.
        """
        self.ensure_one()
        self.action_read()
        if self.res_model == "sale.order":
            return self.order_id._open_dealer_form()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": self.res_model, "res_id": self.res_id, "views": [(False, "form")]}

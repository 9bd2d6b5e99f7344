from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_prepaid.ledger import kind_selection

from ..sql.settlement import settlement_query


class DealerSettlement(models.Model):
    """The settlement list (R1-094): each shipment and return with its debit, invoice and clearing, and what is still open of it."""

    _name = "dealer.settlement"
    _description = "Settlement of a shipment"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "picking_id"
    _depends = {
        "prepaid.entry": [
            "company_id", "account_id", "partner_id", "date", "kind", "amount", "components", "order_model", "order_id", "res_model", "res_id", "gl_mode",
            "gl_batch_id", "move_id", "clearing_move_id"],
        "prepaid.gl.batch": ["move_id"], "account.move": ["amount_residual_signed", "amount_total_signed", "invoice_date"],
        "sale.order": ["partner_id", "rest_move_id", "settled_by"], "stock.picking": ["dealer_invoice_id", "sale_id"],
        "dealer.return": ["charges_move_id", "credit_note_id", "order_id", "postage_correction_ids"],
    }

    entry_id = fields.Many2one("prepaid.entry", string="Debit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    account_id = fields.Many2one("prepaid.account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True)
    store_id = fields.Many2one("res.partner", string="Store", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    picking_id = fields.Many2one("stock.picking", string="Shipment", readonly=True)
    return_id = fields.Many2one("dealer.return", string="Return", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection([*kind_selection(), ("term", "Shipment on a term"), ("term_return", "Return on a term")], readonly=True)
    goods = fields.Monetary(readonly=True)
    admin = fields.Monetary(string="Admin fee", readonly=True)
    logistics = fields.Monetary(string="Logistics fee", readonly=True)
    total = fields.Monetary(readonly=True, help="Debits above zero, credits of returns below.")
    move_id = fields.Many2one("account.move", string="Invoice or entry", readonly=True)
    clearing_move_id = fields.Many2one("account.move", string="Clearing entry", readonly=True)
    gl_batch_id = fields.Many2one("prepaid.gl.batch", string="GL batch", readonly=True)
    residual = fields.Monetary(
        string="Open amount", readonly=True, help="What is still open of the invoice; 0.00 once it is cleared against the advance or paid.")
    state = fields.Selection(
        [("waiting", "Waits for the day's batch"), ("unbooked", "Not booked"), ("open", "Booked, open"), ("cleared", "Booked and cleared")], readonly=True)

    @property
    def _table_query(self):
        return settlement_query()

    @api.model
    def action_post_now(self):
        """Post what waits for the batch of its day, see the GL batches."""
        return self.env["prepaid.gl.batch"].action_post_now()

    def action_open_document(self):
        """Open the shipment; for a return its document, or the ledger entry."""
        self.ensure_one()
        if self.picking_id:
            return self.picking_id._open_dealer_form()
        if self.return_id:
            return {"type": "ir.actions.act_window", "res_model": "dealer.return", "res_id": self.return_id.id, "view_mode": "form"}
        if self.entry_id:
            return self.entry_id.action_open_document()
        raise UserError(self.env._("Settlement of %s names no document that could be opened.", self.partner_id.display_name))

    def action_open_entry(self):
        """Open the ledger entry with its formula."""
        self.ensure_one()
        if not self.entry_id:
            raise UserError(self.env._("%s is paid on a term: it has an invoice and no debit; open the invoice.", (self.picking_id or self.return_id).name))
        return {"type": "ir.actions.act_window", "res_model": "prepaid.entry", "res_id": self.entry_id.id, "view_mode": "form"}

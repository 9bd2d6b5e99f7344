from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

RECORDERS = ("dealer_base.group_fin_cashier", "dealer_base.group_fin_manager", "dealer_base.group_cs_presale", "dealer_base.group_sales_rep")
NOTIFIERS = ("dealer_base.group_cs_presale", "dealer_base.group_fin_cashier", "dealer_base.group_fin_confirmer", "dealer_base.group_sales_rep")


class SaleOrder(models.Model):
    """The payments of a dealer order: its receipts, its ledger lines, and the notice to a customer who is short (R1-062, R1-066)."""

    _inherit = "sale.order"

    receipt_ids = fields.One2many("prepaid.receipt", "order_id", string="Receipts", copy=False)
    receipt_total = fields.Monetary(string="Money received", compute="_compute_receipt_total", compute_sudo=True, help="Confirmed receipts of this order.")
    receipt_pending = fields.Monetary(string="To confirm", compute="_compute_receipt_total", compute_sudo=True)
    ledger_entry_ids = fields.Many2many("prepaid.entry", string="Ledger lines", compute="_compute_ledger_entry_ids")
    due_ids = fields.One2many("prepaid.due", compute="_compute_due_ids", string="Invoices on a term")
    short_notice_at = fields.Datetime(string="Customer told", readonly=True, copy=False)

    @api.depends("receipt_ids.state", "receipt_ids.amount")
    def _compute_receipt_total(self):
        groups = self.env["prepaid.receipt"]._read_group(
            [("order_id", "in", self.ids), ("state", "in", ("submitted", "confirmed"))], ["order_id", "state"], ["amount:sum"])
        sums = {(order.id, state): amount for order, state, amount in groups}
        for order in self:
            order.receipt_total = sums.get((order._origin.id, "confirmed"), 0)
            order.receipt_pending = sums.get((order._origin.id, "submitted"), 0)

    def _compute_ledger_entry_ids(self):
        entries = self.env["prepaid.entry"]
        for order in self:
            if not entries.has_access("read"):
                order.ledger_entry_ids = entries
                continue
            paid = order.receipt_ids.sudo()  # sudo: ids only, the search below asks for rights
            order.ledger_entry_ids = entries.search([
                "|", "&", ("order_model", "=", "sale.order"), ("order_id", "=", order._origin.id),
                ("id", "in", (paid.entry_id | paid.reversal_entry_id).ids)])

    def _compute_due_ids(self):
        dues = self.env["prepaid.due"]
        for order in self:
            order.due_ids = dues.search(
                [("res_model", "=", "sale.order"), ("res_id", "=", order._origin.id)]) if dues.has_access("read") else dues

    # -- buttons

    def action_add_receipt(self):
        """Open a new receipt for the order with what is still missing."""
        self.ensure_one()
        self._require_role(*RECORDERS)
        self._check_dealer_order()
        open_fen = to_fen(self.settlement_total) - to_fen(self.receipt_total) - to_fen(self.receipt_pending)
        if self.settlement_method == "prepaid":
            open_fen = to_fen(self.missing_amount) - to_fen(self.receipt_pending)
        payer = self._payment_terms()[1] or self.account_partner_id or self.partner_id
        return {
            "type": "ir.actions.act_window", "name": self.env._("Receipt"), "res_model": "prepaid.receipt", "view_mode": "form",
            "context": {
                "default_order_id": self.id, "default_partner_id": payer.id, "default_company_id": self.company_id.id,
                "default_amount": max(open_fen, 0) / 100},
        }

    def action_notify_short(self):
        """Tell the payer what the order lacks, by the order's own discussion and mail.

        :return: a notification action that says whom it went to.
        :raises UserError: when nothing is missing, or when there is nobody with a mail address.
        """
        self.ensure_one()
        self._require_role(*NOTIFIERS)
        self.check_access("read")
        if self.dealer_state != "waiting":
            raise UserError(self.env._("Order %s lacks no money: no top-up is needed.", self.name))
        payer = self.account_partner_id.sudo()  # sudo: the address of the payer is used, not shown
        people = (payer | payer.child_ids.filtered(lambda contact: not contact.is_company)).filtered("email")
        if not people:
            raise UserError(self.env._(
                "%(payer)s has no mail address: call %(phone)s and say that order %(order)s lacks %(missing)s CNY.",
                payer=payer.display_name, phone=payer.phone or "-", order=self.name, missing=yuan(to_fen(self.missing_amount))))
        flow = self._flow().with_context(lang=payer.lang or self._document_lang())
        text = flow.env._(
            "Order %(order)s of %(total)s CNY cannot go out yet: %(missing)s CNY are missing. Please pay them; the order then goes on by itself.",
            order=self.name, total=yuan(to_fen(self.settlement_total)), missing=yuan(to_fen(self.missing_amount)))
        lines = flow.company_id._pay_to_lines(payer)
        flow.message_post(
            body=Markup("<br/>").join([text, *([flow.env._("Please pay to:"), *lines] if lines else [])]),
            partner_ids=people.ids, subtype_xmlid="mail.mt_comment", author_id=self.env.user.partner_id.id)
        self._flow().short_notice_at = fields.Datetime.now()
        return self._notify(self.env._("Customer told"), ", ".join(people.mapped("display_name")))

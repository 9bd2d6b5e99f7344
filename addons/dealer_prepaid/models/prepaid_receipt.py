from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FLOW = {
    "state", "submitter_id", "confirmer_id", "confirmed_at", "reject_reason", "name", "booking", "account_id", "payer_id", "entry_id", "move_id",
    "reversal_entry_id", "reversal_move_id", "reversed_by_id", "reversed_at", "reverse_reason", "twin_model", "twin_id", "twin_name",
    "twin_released_by_id", "twin_reason", "bank_line_id"}
# What may change on a receipt that has been submitted, since it says nothing about the money.
FREE = {"message_follower_ids", "activity_ids"}


class PrepaidReceipt(models.Model):
    """Money that came in for orders: recorded by one person with its proof, confirmed by another who saw it arrive (journey J15).

    draft -> submitted -> confirmed | rejected; confirmed -> reversed, where both ledger lines remain. Cashiers record, service and
    sales may propose. The receipt of a prepaid or pay-now payer credits its prepaid account, so the order's own hold takes the
    money from there; the receipt of a pay-later payer settles its open invoices. The steps stand in prepaid_receipt_flow.py, the
    books in prepaid_receipt_book.py.
    """

    _name = "prepaid.receipt"
    _description = "Receipt for orders"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin", "dealer.proof.mixin"]
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True
    _reason_methods = {"action_reject", "action_reverse", "action_release_twin"}
    _proof_fields = ("proof_ids",)

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Dealer or store", required=True, index=True, ondelete="restrict", tracking=True,
        domain=[("dealer_level", "in", ("dealer", "store"))])
    sales_company_id = fields.Many2one(related="partner_id.sales_company_id", store=True)
    brand_id = fields.Many2one("dealer.brand", ondelete="restrict", help="For an account of one brand; with an order its goods decide.")
    settlement_name = fields.Char(related="partner_id.settlement_name")
    channel_id = fields.Many2one(
        "prepaid.receipt.channel", required=True, ondelete="restrict", tracking=True, default=lambda self: self._default_channel())
    is_offline = fields.Boolean(related="channel_id.is_offline")
    amount = fields.Monetary(required=True, tracking=True)
    date = fields.Date(string="Received on", required=True, default=lambda self: self.env.company._dealer_today())
    journal_id = fields.Many2one(
        "account.journal", string="Receiving account", required=True, check_company=True, ondelete="restrict",
        domain=[("type", "in", ("bank", "cash"))], compute="_compute_journal_id", store=True, readonly=False, precompute=True)
    pay_to = fields.Text(compute="_compute_pay_to", help="What the customer is told.")
    payer_name = fields.Char(string="Payer")
    bank_serial = fields.Char(string="Serial number", copy=False)
    remark = fields.Char()
    proof_ids = fields.Many2many("ir.attachment", string="Proof", copy=False, bypass_search_access=True)
    res_model = fields.Char(string="Document model", copy=False)
    res_id = fields.Many2oneReference(string="Document id", model_field="res_model", copy=False)
    document_name = fields.Char(string="For", compute="_compute_document_name", compute_sudo=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To confirm"), ("confirmed", "Confirmed"), ("rejected", "Rejected"), ("reversed", "Reversed")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    submitter_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False)
    is_proposal = fields.Boolean(compute="_compute_is_proposal", help="Recorded outside finance.")
    confirmer_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False, tracking=True)

    _amount_sensible = models.Constraint("CHECK(amount < 100000000000)", "A receipt has an amount below 100,000,000,000.00.")
    _two_persons = models.Constraint(
        "CHECK(confirmer_id IS NULL OR submitter_id IS NULL OR confirmer_id <> submitter_id)",
        "Another person must confirm the receipt.")
    _amount_positive = models.Constraint("CHECK(amount > 0)", "A receipt has an amount above 0.00.")
    _document = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _serial = models.Index("(journal_id, bank_serial) WHERE bank_serial IS NOT NULL")

    @api.model
    def _default_channel(self):
        return self.env["prepaid.receipt.channel"].search([], limit=1)

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for receipt in self:
            document = receipt._document()
            receipt.document_name = document.display_name if document else False

    @api.depends("channel_id", "company_id")
    def _compute_journal_id(self):
        """Follow the channel: cash goes into the cash box, Alipay into the wallet; a fitting choice stays."""
        for receipt in self.filtered(lambda rec: rec.state == "draft" and rec.channel_id and rec.company_id):
            accounts = receipt.channel_id._accounts(receipt.company_id)
            if receipt.journal_id not in accounts:
                receipt.journal_id = accounts[:1].id

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_pay_to(self):
        for receipt in self:
            receipt.pay_to = "\n".join(receipt.company_id._pay_to_lines(receipt.partner_id)) if receipt.partner_id else False

    def _compute_is_proposal(self):
        for receipt in self:
            person = (receipt.submitter_id or receipt.create_uid or self.env.user).sudo()  # sudo: roles of a colleague
            receipt.is_proposal = not any(person.has_group(f"dealer_base.{group}") for group in ("group_fin_cashier", "group_fin_manager"))

    @api.model
    def _document_models(self):
        """Hook: names of the models a receipt may be for. Extend: return more."""
        return set()

    def _document(self):
        """Give the document the money was paid for in sudo, or None."""
        self.ensure_one()
        if self.res_model not in self._document_models() or not self.res_id:
            return None
        return self.env[self.res_model].sudo().browse(self.res_id).exists() or None  # sudo: its name and payer belong to the receipt

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # before a number is drawn: refused requests leave no gap
        for vals in vals_list:
            if (FLOW - {"name"}) & vals.keys() and not self.env.su:
                raise AccessError(self.env._("A receipt begins as a draft: submit and confirm it with its buttons."))
            if vals.get("name", "/") == "/":
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code("prepaid.receipt") or "/"  # sudo: numbering only
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if FLOW & vals.keys():
                raise AccessError(self.env._("The state of a receipt changes with its buttons only."))
            fixed = self.filtered(lambda receipt: receipt.state != "draft")
            if fixed and vals.keys() - FREE:
                raise UserError(self.env._("Receipt %s is submitted and stays as it is; have it rejected and record it anew.", fixed[0].name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for receipt in self:
            if receipt.state != "draft":
                raise UserError(self.env._("Receipt %s is submitted and stays for the record: have it rejected instead.", receipt.name))

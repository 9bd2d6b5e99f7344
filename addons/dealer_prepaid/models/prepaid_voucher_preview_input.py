from odoo import fields, models

PARTS = [
    ("amount", "Amount"), ("goods", "Goods"), ("admin", "Admin fee"), ("logistics", "Logistics fee"), ("gift", "Paid with gift money"),
    ("credit", "Paid on the credit line"), ("cost", "Cost"), ("handling", "Handling"), ("postage", "Postage"), ("fee", "Gateway fee"),
    ("applied", "Applied to the account"), ("returned", "Paid back"), ("accrued", "Accrued"), ("credited", "Credited"), ("net", "Net income"),
    ("paid", "Paid"), ("lost", "Refused"), ("input_vat", "Input VAT"),
]


class PrepaidVoucherPreviewInput(models.TransientModel):
    """One amount of the previewed event."""

    _name = "prepaid.voucher.preview.input"
    _description = "Amount of a voucher preview"

    preview_id = fields.Many2one("prepaid.voucher.preview", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="preview_id.company_id.currency_id")
    part = fields.Selection(PARTS, required=True)
    amount = fields.Monetary()

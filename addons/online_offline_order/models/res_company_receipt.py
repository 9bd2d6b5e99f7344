from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    receipt_needs_proof = fields.Boolean(
        string="Receipts need a proof", default=True,
        help="Customer service confirms by hand that goods have arrived only with a signed slip or photo, or after the carrier's message.")
    receipt_by_carrier = fields.Boolean(
        string="Received by the carrier's message", help="An order counts as received when the carrier has delivered all its parcels.")
    receipt_after_days = fields.Integer(
        string="Received after days", help="An order counts as received so many days after its last shipment, unless a parcel has a problem. 0 = never.")

    _receipt_after_days_positive = models.Constraint("CHECK(receipt_after_days >= 0)", "The days until a receipt are zero or more.")

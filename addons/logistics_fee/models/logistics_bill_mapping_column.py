from odoo import fields, models


class LogisticsBillMappingColumn(models.Model):
    """One column of a carrier's bill and what it means; without a meaning it is not read."""

    _name = "logistics.bill.mapping.column"
    _description = "Column of carrier bills"
    _order = "mapping_id, position"
    _rec_name = "header"

    mapping_id = fields.Many2one("logistics.bill.mapping", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="mapping_id.company_id", store=True, index=True)
    position = fields.Integer(help="0 is column A.")
    header = fields.Char(required=True)
    meaning = fields.Selection([
        ("tracking", "Waybill number"), ("amount", "Amount to pay"), ("date", "Shipping date"), ("weight", "Billed weight (kg)"),
        ("destination", "Destination"), ("province", "Province"), ("city", "City"), ("fee", "Fee type"), ("product", "Product"),
        ("gross", "Amount before discount"), ("discount", "Discount"), ("part", "Fee inside the amount")])
    fee_code = fields.Char(string="Fee code", help="For a fee inside the amount: upstairs, remote, insured ...")
    is_personal = fields.Boolean(string="Personal", help="Names, phones, addresses: not stored unless the mapping keeps them.")

    _column_uniq = models.UniqueIndex("(mapping_id, position)", "A column stands in one place.")

    def _field_name(self):
        return f"part:{self.fee_code or 'adjustment'}" if self.meaning == "part" else self.meaning

from odoo import fields, models


class LogisticsBillMappingFee(models.Model):
    """What a carrier calls a fee, where the usual words are not enough."""

    _name = "logistics.bill.mapping.fee"
    _description = "Word for a fee in carrier bills"
    _order = "mapping_id, word"
    _rec_name = "word"

    mapping_id = fields.Many2one("logistics.bill.mapping", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="mapping_id.company_id", store=True, index=True)
    word = fields.Char(required=True)
    code = fields.Char(string="Fee code", required=True, help="Code of the fee in our tariffs: freight, insured, packaging ...")

    _word_uniq = models.UniqueIndex("(mapping_id, word)", "This word has a fee code already.")

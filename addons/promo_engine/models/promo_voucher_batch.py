from odoo import api, fields, models


class PromoVoucherBatch(models.Model):
    """Vouchers of one kind: what they are called, how long they count, how they come to people."""

    _name = "promo.voucher.batch"
    _description = "Batch of vouchers"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, tracking=True, translate=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    prefix = fields.Char(help="Letters before every code.")
    shared_code = fields.Char(string="One code for all", copy=False, index="btree_not_null",
        help="Everybody enters this code; empty = each voucher has its own.")
    valid_days = fields.Integer(string="Valid for days", help="After it was given; 0 = until the day below.")
    date_end = fields.Datetime(string="Valid until")
    active = fields.Boolean(default=True)

    _days = models.Constraint("CHECK (valid_days >= 0)", "Days cannot be negative.")
    _shared_uniq = models.UniqueIndex("(company_id, shared_code) WHERE shared_code IS NOT NULL", "This code belongs to another batch already.")

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo, with codes in capitals."""
        return super().create([self._in_capitals(vals) for vals in vals_list])

    def write(self, vals):
        """As Odoo, with codes in capitals."""
        return super().write(self._in_capitals(vals))

    @api.model
    def _in_capitals(self, vals):
        """:return: the values with codes in capitals: who types a code need not know how it was written."""
        return {**vals, **{name: vals[name].strip().upper() for name in ("prefix", "shared_code") if vals.get(name)}}

    def _promo_key(self):
        """:return: key of the batch for the engine: rules ask for it, carts hold it."""
        self.ensure_one()
        return f"batch{self.id}"

    @api.model
    def _of_keys(self, keys):
        """:param keys: keys of the engine; what is no key of a batch is passed over. :return: the batches that are there."""
        numbers = (key[5:] for key in keys if key and key.startswith("batch"))
        return self.browse(int(number) for number in numbers if number.isdigit()).exists()

from odoo import api, fields, models


class DealerPriceLine(models.Model):
    """The ex-factory price of one product in a version, tax included."""

    _name = "dealer.price.line"
    _description = "Ex-factory price"
    _order = "version_id, product_id"
    _check_company_auto = True

    version_id = fields.Many2one("dealer.price.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="version_id.currency_id")
    date_from = fields.Date(related="version_id.date_from", store=True)
    state = fields.Selection(related="version_id.state", store=True)
    product_id = fields.Many2one("product.product", string="Goods", required=True, index=True, ondelete="restrict", check_company=True)
    ex_factory_price = fields.Monetary(string="Ex-factory price", required=True, help="Tax included, for one unit.")

    _product_uniq = models.Constraint("UNIQUE(version_id, product_id)", "Goods stand once in a price version.")
    _price_positive = models.Constraint("CHECK(ex_factory_price > 0)", "An ex-factory price is more than zero.")
    _lookup_idx = models.Index("(product_id, company_id, date_from) WHERE state = 'active'")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._touched()
        return lines

    def write(self, vals):
        if vals.keys() & {"version_id", "product_id", "ex_factory_price"}:
            self._touched()
        result = super().write(vals)
        if "version_id" in vals:
            self._touched()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_drafts(self):
        self._touched()

    def _touched(self):
        """Refuse prices of versions that are no drafts any more, and remember who wrote: another person activates the version (duty rule S7)."""
        self.version_id._check_draft()
        if not self.env.su:
            self.version_id._remember_editor()

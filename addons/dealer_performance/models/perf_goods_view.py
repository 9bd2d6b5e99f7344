from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..sql.goods_views import note_views

KEPT = timedelta(days=400)  # a season and the same one a year before


class PerfGoodsView(models.Model):
    """A customer looked at goods on a day (R1-167), however often. Written by the page where a store orders; nobody else writes it.

    Kept for 400 days: a row a customer, product and day would grow without an end.
    """

    _name = "perf.goods.view"
    _description = "View of goods"
    _order = "date desc, id desc"
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", string="Product", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade")
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True, index="btree_not_null", ondelete="set null")
    date = fields.Date(required=True, readonly=True, index=True)

    _day_uniq = models.Constraint("UNIQUE(product_id, partner_id, company_id, date)", "A customer counts once a day for each product.")

    @api.model
    def _note(self, products):
        """Note that the current user sees goods: people of a customer under a password of their own. Staff and logins that staff keeps do not count.

        :param products: product.product.
        """
        user, company = self.env.user, self.env.company
        if products and user.share and not user.sudo().password_by_id:  # sudo: who set the password is no field of customers
            note_views(self.env, company, user.sudo().commercial_partner_id, products, company._dealer_today())  # sudo: his own customer

    @api.autovacuum
    def _gc_views(self):
        """Forget what was looked at long ago.

        :return: (rows that went, whether more are left).
        """
        old = self.sudo().search([("date", "<", fields.Date.today() - KEPT)], limit=GC_UNLINK_LIMIT)  # sudo: housekeeping over the rows of all companies
        old.unlink()
        return len(old), len(old) == GC_UNLINK_LIMIT

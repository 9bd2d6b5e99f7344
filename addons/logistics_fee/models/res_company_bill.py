from odoo import fields, models


class ResCompany(models.Model):
    """Analytic accounts of freight by who bears it; empty = no analytic split."""

    _inherit = "res.company"

    freight_analytic_dealer_id = fields.Many2one("account.analytic.account", string="Freight borne by dealers")
    freight_analytic_hq_id = fields.Many2one("account.analytic.account", string="Freight borne by HQ")
    freight_analytic_consumer_id = fields.Many2one("account.analytic.account", string="Freight borne by consumers")

from odoo import api, fields, models
from odoo.exceptions import AccessError


class PerfCommissionSale(models.Model):
    """The credited goods of a run by person, frozen when the run begins; written in one statement by the run.

    Rows of role ``store`` add up to the settled goods of the period, rows of role ``guide`` add up to them again.
    """

    _name = "perf.commission.sale"
    _description = "Sales of a commission run"
    _order = "run_id desc, id"
    _log_access = False

    run_id = fields.Many2one("perf.commission.run", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    role = fields.Selection([("store", "Salesperson"), ("guide", "Guide")], required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, index="btree_not_null")
    guide_id = fields.Many2one("dealer.guide", string="Guide", readonly=True, index="btree_not_null")
    origin = fields.Char(string="Sold in", readonly=True, help="The earlier month or year of what came back; empty for what was sold in the period.")
    amount = fields.Monetary(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Commission is written by its run."))
        return super().create(vals_list)

from odoo import api, fields, models

from ..adapters.conditions import refuse_unlink


class ResPartner(models.Model):
    _inherit = "res.partner"

    fee_grade_id = fields.Many2one(
        "logistics.dealer.grade", string="Dealer grade", tracking=True, ondelete="restrict", index="btree_not_null",
        groups="dealer_base.group_business_admin,dealer_base.group_fin_settlement,dealer_base.group_hq_channel,dealer_base.group_auditor",
        help="Fees may depend on it; a store without a grade has that of its dealer.")

    def _fee_grade(self):
        """Give the grade of a dealer or store, its own or that of the nearest one above it.

        :return: logistics.dealer.grade in sudo, maybe empty.
        """
        return self.sudo()._dealer_chain().fee_grade_id[:1] if self else self.env["logistics.dealer.grade"]  # sudo: who orders is not shown grades

    @api.ondelete(at_uninstall=False)
    def _unlink_unnamed(self):
        refuse_unlink(self)

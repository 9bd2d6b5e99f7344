from odoo import models


class ResPartnerTopup(models.Model):
    _inherit = "res.partner"

    def _remark_names(self):
        """Give the names by which a remittance's remark means this owner: as on the nomination (R0-032).

        :return: (names of the sales company, names of the owner and of its contacts), sets of text.
        """
        self.ensure_one()
        owner = self.sudo()  # sudo: contacts of the owner may be closed to the cashier
        companies = {owner.sales_company_id.name, owner.sales_company_id.dealer_code}
        names = {owner.name, owner.dealer_code, *owner.child_ids.filtered(lambda contact: not contact.is_company).mapped("name")}
        return companies - {False, None, ""}, names - {False, None, ""}

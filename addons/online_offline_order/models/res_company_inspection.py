from odoo import fields, models


class ResCompany(models.Model):
    """Where returned goods lie until somebody has looked at them, and which are looked at."""

    _inherit = "res.company"

    return_inspection = fields.Selection(
        [("none", "No return"), ("quality", "Quality returns"), ("all", "All returns")], string="Inspection of returns", default="quality", required=True,
        help="Inspected goods lie in quarantine first; exchanges are always inspected.")
    quarantine_location_id = fields.Many2one(
        "stock.location", string="Quarantine", domain=[("usage", "=", "internal")], help="Goods there are not sold. Made with the first inspection.")

    def _quarantine_location(self):
        """Give the place of goods that are to be inspected; the first use makes it, outside of all warehouses so that nothing sells from it.

        :return: stock.location.
        """
        self.ensure_one()
        company = self.sudo()  # sudo: the place belongs to the company, whoever approves a return
        if not company.quarantine_location_id:
            company.quarantine_location_id = self.env["stock.location"].sudo().create({  # sudo: as above
                "name": company.with_context(lang=company.partner_id.lang).env._("Quarantine of returns"), "usage": "internal", "company_id": company.id})
        return company.quarantine_location_id

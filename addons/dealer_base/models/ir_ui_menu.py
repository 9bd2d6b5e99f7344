from odoo import fields, models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    dealer_queue = fields.Char(
        string="Queue", readonly=True,
        help="The list of this menu is work that waits for those who see it; of its documents those of this domain count. Empty = no queue.")

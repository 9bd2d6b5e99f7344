from odoo import api, fields, models


class ResPartner(models.Model):
    """Where a person stands in the channel, for the rule that keeps shielded goods from him."""

    _inherit = "res.partner"

    channel_chain_ids = fields.Many2many(
        "res.partner", string="Place in the channel", compute="_compute_channel_chain_ids", compute_sudo=True, recursive=True, groups="base.group_user",
        help="The store, dealer and sales company this partner is or belongs to.")

    @api.depends("dealer_level", "parent_id.channel_chain_ids")
    def _compute_channel_chain_ids(self):
        for partner in self:
            own = partner._origin if partner.dealer_level else partner.browse()
            partner.channel_chain_ids = own | partner.parent_id.channel_chain_ids

    def write(self, vals):
        done = super().write(vals)
        if {"parent_id", "dealer_level"} & vals.keys() and self._has_portal_users():
            self.env.registry.clear_cache()  # what a person may see follows from his place, and was worked out once
        return done

    def _has_portal_users(self):
        users = self.env["res.users"].sudo()  # sudo: whether anybody signs in below, whoever moves the partner
        return bool(users.search_count([("partner_id", "child_of", self.ids), ("share", "=", True)], limit=1))

    def _shielded_goods(self, products):
        """Give the goods that the partner may not have.

        :param products: product.product.
        :return: those among them that are shielded from the partner or from one above it.
        """
        chain = self.sudo()._origin._dealer_chain() if self else self  # sudo: who is shielded counts, whoever orders
        return products.filtered(lambda product: product.sudo().shield_partner_ids & chain)  # sudo: as above

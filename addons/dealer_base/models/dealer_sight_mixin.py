from odoo import api, models, tools
from odoo.models import MAGIC_COLUMNS

ALWAYS = {*MAGIC_COLUMNS, "display_name"}


class DealerSightMixin(models.AbstractModel):
    """Documents that people outside HQ may read: of our own fields they see those that the model names, nothing else.

    A field of one of our addons is closed to portal users until ``_portal_fields`` names it, so that a new field tells
    nobody anything by mistake. Fields of Odoo's own keep Odoo's rights, but for ``_clerk_closed_fields``: what a store clerk
    sees only where the company shows its fees, and ``_clerk_never_fields``. Whoever belongs to the channel by his contact and has
    no role there sees what a clerk sees; customers of Odoo's own shop, who are outside of the channel, keep what Odoo shows them.
    Reading, searching, grouping and exporting all ask ``_has_field_access``.
    """

    _name = "dealer.sight.mixin"
    _description = "Document with fields closed to portal users"

    @api.model
    def _portal_fields(self):
        """Name the fields of our addons that portal users may read. Extend with |."""
        return set()

    @api.model
    def _clerk_closed_fields(self):
        """Name the fields that tell a dealer's prices and fees: closed to a clerk of a store. Extend with |."""
        return set()

    @api.model
    def _clerk_never_fields(self):
        """Name the fields that tell what an account has: closed to a clerk of a store whatever the company shows. Extend with |."""
        return set()

    @api.model
    def _shows_fees_to_clerks(self):
        """Say whether the companies whose documents are looked at let the clerks of their stores see prices and fees. Extend where the setting is."""
        return False

    @api.model
    def _sees_as_clerk(self):
        """Say whether the current user stands before documents as a clerk of a store: by his role, or in the channel without any.

        :return: bool, False for people inside HQ and for customers outside of the channel.
        """
        user = self.env.user
        if not user.share or user.has_group("dealer_base.group_portal_store") or user.has_group("dealer_base.group_portal_readonly"):
            return False
        partner = user.sudo().partner_id  # sudo: the own place in the channel
        return user.has_group("dealer_base.group_portal_clerk") or bool(partner.dealer_id or partner.sales_company_id)

    @api.model
    def _opens_field(self, field):
        """Hook: say whether the user may write a field that its groups close to him. Extend: return True | super()."""
        return False

    def _has_field_access(self, field, operation):
        # Asked for every field of every read: for people inside HQ nothing is looked up, and Odoo's own answer is known where it asks for no group.
        # A class of an order has a hundred parents, so that every super() is a long walk.
        env = self.env
        if env.su or (operation == "write" and self._opens_field(field)):
            return True
        if field.groups and not super()._has_field_access(field, operation):
            return False
        return not env.user.share or field.name not in self._hidden_fields()

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Odoo looks at the rights on a field it groups by, but for many2many fields."""
        field = self._fields.get(groupby_spec.split(":")[0].split(".")[0])
        if field and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _hidden_fields(self):
        """Name the fields closed to the current user.

        :return: frozenset, empty for people inside HQ.
        """
        if not self.env.user.share:
            return frozenset()
        is_clerk = self._sees_as_clerk()
        return self._closed_outside(is_clerk, is_clerk and self._shows_fees_to_clerks())

    @api.model
    @tools.ormcache("is_clerk", "shows_fees")
    def _closed_outside(self, is_clerk, shows_fees):
        """Name the fields closed to people outside HQ.

        :param is_clerk: whether to a clerk. :param shows_fees: whether clerks see prices and fees.
        :return: frozenset.
        """
        closed = {name for name, field in self._fields.items() if name not in ALWAYS and self._is_own_field(field)} - self._portal_fields()
        if is_clerk:
            closed |= self._clerk_never_fields() | (set() if shows_fees else self._clerk_closed_fields())
        return frozenset(closed)

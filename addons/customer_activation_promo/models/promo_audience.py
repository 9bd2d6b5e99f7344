from odoo import api, fields, models


class PromoAudience(models.Model):
    """Buyers by the reason they gave; and what the funnel knows of their accounts counts, not the login date of a user."""

    _inherit = "promo.audience"

    reason_ids = fields.Many2many(
        "activation.reason", string="Reasons not to order", context={"active_test": False}, help="Customers who gave one of them last; empty = all.")

    @api.model
    def _filter_fields(self):
        return super()._filter_fields() | {"reason_ids"}

    def _found(self):
        found = super()._found()
        if not self.reason_ids:
            return found
        gave = self.env["activation.record"].sudo().search([  # sudo: whoever fits belongs to it
            ("company_id", "=", self.company_id.id), ("reason_id", "in", self.reason_ids.ids), ("partner_id", "in", found.ids)])
        return found & gave.partner_id

    @api.model
    def _of_reason(self, reason):
        """Find or make the audience of everybody who gave a reason and has no order, in the current company.

        One that somebody narrowed, to a region say, is another audience and stays as it is.

        :param reason: one activation.reason.
        :return: promo.audience.
        """
        plain = {"company_id", "reason_ids", "history", "is_live"}
        named = self.with_context(active_test=False).search([("company_id", "=", self.env.company.id)])
        for audience in named.filtered(lambda one: one.active and one.reason_ids == reason and one.history == "none" and one.is_live):
            if not any(audience[name] for name in self._filter_fields() - plain):
                return audience
        name, taken, number = self.env._("Reason: %s", reason.name), set(named.mapped("name")), 1
        while name in taken:
            number += 1
            name = self.env._("Reason: %(reason)s (%(number)s)", reason=reason.name, number=number)
        return self.create([{"name": name, "reason_ids": [(6, 0, reason.ids)], "history": "none", "company_id": self.env.company.id}])

    @api.model
    def _registered_on(self, partners):
        records = self.env["activation.record"].sudo().search([  # sudo: since when, not who
            ("partner_id", "in", partners.ids), ("company_id", "=", (self.company_id or self.env.company).id), ("first_login_at", "!=", False)])
        return {**super()._registered_on(partners), **{record.partner_id.id: record.first_login_at for record in records}}

    @api.model
    def _activation_of(self, partners):
        found = super()._activation_of(partners)
        records = self.env["activation.record"].sudo().search([  # sudo: whether, not who
            ("partner_id", "in", partners.ids), ("company_id", "=", (self.company_id or self.env.company).id)])
        for record in records:
            if record.account_state == "enabled":
                found[record.partner_id.id] = "active"
            elif record.partner_id.id in found:
                found[record.partner_id.id] = "invited"
        return found

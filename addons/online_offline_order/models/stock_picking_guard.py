from odoo import models
from odoo.exceptions import AccessError

from .stock_picking import SHIPPERS

FREE = {"activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id", "printed"}
# What says which transfer it is and what it costs: nobody changes it by hand.
FACTS = {"name", "origin", "backorder_id", "return_id", "is_locked", "owner_id", "carrier_price", "company_id"}


class StockPicking(models.Model):
    """Transfers of dealer orders and returns are written by the warehouse alone, and their figures by the program (roles.md 5, proof 11)."""

    _inherit = "stock.picking"

    def _of_dealers(self):
        """Give the deliveries of dealer orders and the transfers of returns among these."""
        return self.filtered(lambda picking: picking.is_dealer_delivery or picking.sudo().dealer_return_id)  # sudo: guarded whoever looks

    def _with_guarded_lines(self):
        """Give those whose goods the warehouse alone counts: those of dealers, and transfers of parcel cases."""
        return self._of_dealers() | self.sudo().filtered("parcel_case_id").with_env(self.env)  # sudo: guarded whoever looks

    def _is_shipper(self):
        """Say whether the current user may enter what ships with these, whatever mode he works in."""
        user = self.env.user
        return any(user.has_group(group) for group in SHIPPERS) and user._works_in(lambda: self.sudo().picking_type_id.warehouse_id)  # sudo: whose they are

    def write(self, vals):
        names = vals.keys() - FREE - ({"is_locked"} if vals.get("is_locked") else set())  # Odoo locks what it cancels; nobody unlocks
        if not self.env.su and names:
            self._refuse_writing(names)
        return super().write(vals)

    def _refuse_writing(self, names):
        """Refuse what the current user does not write on transfers of dealers.

        :param names: of the fields.
        :raises AccessError: naming the first transfer and who enters it.
        """
        closed = names & FACTS | {
            name for name in names if name in self._fields and self._fields[name].readonly and self._fields[name].store
            and self._is_own_field(self._fields[name])}
        is_shipper = self._is_shipper()
        if is_shipper and not closed:
            return
        for picking in self._of_dealers():
            if is_shipper:
                words = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(closed))
                raise AccessError(self.env._(
                    "Transfer %(name)s belongs to a dealer: %(fields)s comes from its order or return and is not entered by hand. Ask customer service to "
                    "change the order.", name=picking.name, fields=words))
            raise AccessError(self.env._(
                "Transfer %s belongs to a dealer: the warehouse alone writes it. Ask a warehouse operator, or customer service where the order itself should "
                "change.", picking.name))

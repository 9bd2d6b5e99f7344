from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import yuan

from ..labels import bars
from .stock_picking_papers import LABELS


class LogisticsParcel(models.Model):
    """The label on a parcel: carrier, number as Code128, sender, receiver, which parcel of how many."""

    _inherit = "logistics.parcel"

    def action_print_labels(self):
        """Print the labels of parcels.

        :return: report action.
        :raises UserError: for a parcel without a number, and for carriers whose labels differ in size.
        """
        self.check_access("read")
        for parcel in self:
            if not parcel.tracking:
                raise UserError(self.env._("%s has no waybill number yet: enter it, then print the label.", parcel.display_name))
        return self._print_labels()

    def _print_labels(self):
        layouts = {parcel.carrier_id.sudo().waybill_layout for parcel in self}  # sudo: the size of its labels only
        if len(layouts) > 1:
            names = ", ".join(self.carrier_id.mapped("name"))
            raise UserError(self.env._("The labels of these carriers differ in size (%s): print carrier by carrier.", names))
        return self.env.ref(LABELS[layouts.pop()]).report_action(self.sorted("id"))

    def _barcode(self):
        """Give the waybill number as Code 128.

        :return: Markup, an SVG that fills its box; empty for a number that has none.
        """
        try:
            found, width = bars(self.tracking or "")
        except ValueError:
            return Markup("")
        shapes = Markup("").join(Markup('<rect x="%s" y="0" width="%s" height="50"/>') % (begin + 10, wide) for begin, wide in found)
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s 50" preserveAspectRatio="none" width="100%%" height="100%%">%s</svg>'
        ) % (width + 20, shapes)

    def _label(self):
        """Say what stands on the label of a parcel.

        :return: dict of texts: ``carrier``, ``sender``, ``sender_phone``, ``sender_address``, ``receiver``, ``phone``, ``address``, ``order``, ``count``,
            ``pieces``, ``weight``, ``cod``, ``note``.
        """
        self.ensure_one()
        picking = self.picking_id.sudo()  # sudo: who may print the parcel reads of its delivery what stands on the label
        warehouse = (picking.picking_type_id.warehouse_id or self.warehouse_id).sudo()  # sudo: as above
        sender, company = warehouse.partner_id or self.company_id.sudo().partner_id, self.company_id.sudo()  # sudo: as above
        together = picking._parcels().sorted("id") if picking else self
        partner = self.partner_id
        return {
            "carrier": self.carrier_id.name, "sender": company.name, "sender_phone": sender.phone or company.phone or "",
            "sender_address": " ".join(filter(None, (sender.state_id.name, sender.city, sender.street))),
            "receiver": partner.name or "", "phone": partner.phone or "",
            "address": " ".join(filter(None, (partner.division_id.display_name, partner.street))),
            "order": picking.sale_id.name or picking.name or "", "count": f"{together.ids.index(self.id) + 1}/{len(together)}" if self in together else "1/1",
            "pieces": str(self.pieces), "weight": f"{self.weight_g / 1000:.2f} kg" if self.weight_g else "", "cod": yuan(self.cod_fen) if self.cod_fen else "",
            "note": self.note or picking._paper_remark() if picking else self.note or "",
        }

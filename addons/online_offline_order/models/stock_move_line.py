from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

# Whose a line is and what has become of it: the program's own, also for the warehouse.
FACTS = {
    "company_id", "consume_line_ids", "move_id", "origin", "package_history_id", "picking_id", "produce_line_ids", "product_id", "quantity_product_uom",
    "reference", "state"}


class StockMoveLine(models.Model):
    """What moves on transfers of dealers is entered by the warehouse alone; what is done on them is settled and stays as it is."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self._refuse_others(lambda: map(self._transfers_named, vals_list))
        lines = super().create(vals_list)
        lines._refuse_settled()
        lines._refuse_other_place()
        return lines

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._refuse_settled()
        lines = self.sudo()  # sudo: whether it is guarded does not depend on who writes
        self._refuse_others(lambda: (lines.picking_id, lines.move_id.picking_id, self._transfers_named(vals)))
        if vals.keys() & FACTS:
            self._refuse_facts(vals)
        result = super().write(vals)
        if "location_dest_id" in vals:
            self._refuse_other_place()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_not_settled(self):
        if not self.env.su:
            self._refuse_settled()
            lines = self.sudo()  # sudo: see write
            self._refuse_others(lambda: (lines.picking_id, lines.move_id.picking_id))

    # -- guards

    def _transfers_named(self, vals):
        """Give the transfers that values put a line into.

        :param vals: of a stock.move.line. :return: stock.picking in sudo.
        """
        move = self.env["stock.move"].sudo().browse(vals.get("move_id") or ())  # sudo: see write
        return move.picking_id | move.picking_id.browse(vals.get("picking_id") or ())

    def _refuse_others(self, transfers):
        """Refuse lines of dealers' transfers to everybody but the warehouse.

        :param transfers: function that gives stock.picking in sudo, asked only of who does not ship everywhere.
        :raises AccessError: naming the first transfer.
        """
        pickings = self.env["stock.picking"].sudo()  # sudo: see write
        if pickings._is_shipper() and not self.env.user.dealer_warehouse_ids:
            return
        pickings = pickings.union(*transfers())
        if not pickings or pickings._is_shipper():
            return
        for picking in pickings._with_guarded_lines().sudo(False):
            picking.check_access("read")  # who may not see the transfer learns nothing of it
            raise AccessError(self.env._("Transfer %s belongs to a dealer: the warehouse enters what moves, nothing else.", picking.name))

    def _refuse_settled(self):
        for line in self:
            if line.state == "done" and (picking := line.sudo().picking_id._with_guarded_lines()):  # sudo: see write
                if picking.is_dealer_delivery:
                    raise UserError(self.env._("Delivery %s has shipped and is settled: use a return to correct it.", picking.name))
                raise UserError(self.env._("Transfer %s is done and settled: its goods stay as they were counted.", picking.name))

    def _refuse_facts(self, vals):
        """Refuse to write whose a line is and what it says of its move; Odoo puts a line that was entered without its move to it once.

        :param vals: what is to be written. :raises AccessError: naming the transfer.
        """
        for line in self.filtered(lambda one: one.move_id or vals.keys() & FACTS - {"move_id", "picking_id"}):
            for picking in line.sudo().picking_id._with_guarded_lines():  # sudo: see write
                if any(line._fields[name].convert_to_write(line[name], line) != vals[name] for name in vals.keys() & FACTS):
                    raise AccessError(self.env._("Transfer %s belongs to a dealer: the warehouse enters what moves, nothing else.", picking.name))

    def _refuse_other_place(self):
        """Refuse that goods of a dealer's transfer go elsewhere than the transfer."""
        for line in self.filtered(lambda one: one.location_dest_id != one.move_id.location_dest_id):
            for picking in line.sudo().picking_id._with_guarded_lines():  # sudo: see write
                if not line.sudo().location_dest_id._child_of(picking.location_dest_id):  # sudo: see write
                    raise AccessError(self.env._(
                        "Transfer %(name)s belongs to a dealer: its goods go to %(place)s.", name=picking.name, place=picking.location_dest_id.display_name))

    # -- what Odoo does for others while goods move

    def _free_reservation(self, *args, **kwargs):
        """Take goods from who has reserved them, see there: whose they were does not depend on who moves them."""
        return super(StockMoveLine, self.sudo())._free_reservation(*args, **kwargs)  # sudo: see above

    def action_revert_inventory(self):
        """Refuse to take a count back at one press: two persons counted (duty rule S20), two persons correct it."""
        if self.env.uid != SUPERUSER_ID:  # jobs and installations have no role
            raise AccessError(self.env._("A count is corrected by another count: enter what lies there, another warehouse manager applies it."))
        return super().action_revert_inventory()

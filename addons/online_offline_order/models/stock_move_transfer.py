from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from ..adapters.transfers import CONTENT, carrying, is_between, is_carrying, is_transfer


class StockMove(models.Model):
    """Goods that go from one warehouse to another by hand: who entered it is remembered, somebody else lets it happen (duty rule S27)."""

    _inherit = "stock.move"

    def _is_transfer(self):
        """Say whether the goods stay in the company's own places."""
        move = self.sudo()  # sudo: guarded whoever looks
        return is_transfer(move.location_id, move.location_dest_id)

    def _is_between_warehouses(self):
        """Say whether the goods leave the places of one warehouse, for those of another or for none."""
        move = self.sudo()  # sudo: guarded whoever looks
        return is_between(move.location_id, move.location_dest_id)

    def _by_hand(self):
        return not self.env.su and not is_carrying()

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if moves._by_hand():
            for move in moves.filtered("picking_id"):
                if move._is_transfer():
                    if move.state == "done" and move._is_between_warehouses():
                        move._refuse_done_transfer()
                    move.picking_id._add_transfer_editors(self.env.user)
        return moves

    def write(self, vals):
        moved = self.filtered(lambda move: move._is_transfer()) if "picking_id" in vals else self.browse()
        before = {move: move.picking_id for move in moved}
        if vals.keys() & {"location_id", "location_dest_id"} and self._by_hand():
            self._keep_done_places(vals)
        result = super().write(vals)
        for move in moved.filtered("picking_id"):
            makers = before[move].sudo().transfer_editor_ids  # sudo: the list counts for every role
            if not before[move] and self._by_hand():
                makers = move.sudo().create_uid | self.env.user  # sudo: as above
            move.picking_id._add_transfer_editors(makers)
        if vals.keys() & CONTENT and self._by_hand():
            self.filtered(lambda move: move._is_transfer()).picking_id._add_transfer_editors(self.env.user)
        return result

    def _warehouses(self):
        return self.location_id.warehouse_id, self.location_dest_id.warehouse_id

    def _keep_done_places(self, vals):
        """Refuse other places for what was reviewed, and another warehouse for all else that is done: Odoo moves the goods with the places.

        :param vals: what is to be written. :raises UserError: naming the transfer.
        """
        for move in self.sudo().filtered(lambda move: move.state == "done"):  # sudo: guarded whoever changes them
            old, new = (move.location_id, move.location_dest_id), []
            for name, place in zip(("location_id", "location_dest_id"), old, strict=True):
                value = vals.get(name, place)
                new.append(place.browse(getattr(value, "id", value)))
            if tuple(new) != old and move._is_between_warehouses():
                move._refuse_done_transfer()
            if tuple(place.warehouse_id for place in new) != move._warehouses():
                move._refuse_other_warehouse()

    def _refuse_other_warehouse(self):
        raise UserError(self.env._(
            "Transfer %s is done: its goods go to or from another warehouse by a new transfer, not by a change of this one.",
            self.picking_id.name or self.reference))

    def _refuse_done_transfer(self):
        raise UserError(self.env._(
            "Transfer %s between warehouses is done and reviewed: enter another one that brings the goods back.", self.picking_id.name or self.reference))

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        with carrying():
            return super()._action_confirm(merge=merge, merge_into=merge_into, create_proc=create_proc)

    def _action_done(self, cancel_backorder=False):
        """Let goods move, see there; transfers between warehouses by somebody who has not entered them."""
        if self.env.uid != SUPERUSER_ID:  # SUPERUSER_ID: jobs and installations have no role
            for move in self.filtered(lambda one: one.state not in ("done", "cancel")):
                move._check_lines_entered()
                if move._is_between_warehouses():
                    move._check_transfer_review()
        with carrying():
            return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_lines_entered(self):
        """Refuse goods that would go to another warehouse than their move says.

        :raises UserError: naming transfer, goods and places.
        """
        move = self.sudo()  # sudo: guarded whoever moves them
        for line in move.move_line_ids.filtered("quantity"):
            here, there = line.location_id, line.location_dest_id
            matters = is_between(here, there) or (is_transfer(here, there) and move._is_between_warehouses())
            if matters and (here.warehouse_id, there.warehouse_id) != (move.location_id.warehouse_id, move.location_dest_id.warehouse_id):
                raise UserError(self.env._(
                    "Transfer %(name)s: %(goods)s would go from %(here)s to %(there)s, which was not entered: change the places of the transfer.",
                    name=move.picking_id.name or move.reference, goods=move.product_id.display_name, here=here.display_name, there=there.display_name))

    def _check_transfer_review(self):
        """Refuse a transfer between warehouses to who entered it, and more goods than were entered.

        :raises AccessError: for who entered or changed it, and for operators where an operator did. :raises UserError: naming what differs.
        """
        move, picking = self.sudo(), self.picking_id.sudo()  # sudo: the makers count for every role
        # By Odoo's "relocate" goods move without a transfer: entered and validated by the same press.
        editors = picking.transfer_editor_ids if picking else self.env["res.users"] if self.env.su else move.create_uid
        if not editors:
            return
        if not self.picking_id._is_transfer_reviewer(editors):
            raise AccessError(self.env._(
                "Transfer %(name)s goes from one warehouse to another and was entered by %(people)s: another person of the warehouse validates it, "
                "a warehouse manager where an operator entered it.", name=picking.name or move.reference, people=", ".join(editors.mapped("name"))))
        if move.product_uom.compare(move.quantity, move.product_uom_qty) > 0:
            raise UserError(self.env._(
                "Transfer %(name)s: %(entered)s of %(goods)s were entered as demand and %(moving)s would move: have the demand changed first.",
                name=picking.name, entered=f"{move.product_uom_qty:g}", goods=move.product_id.display_name, moving=f"{move.quantity:g}"))

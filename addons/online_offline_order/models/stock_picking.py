from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan
from odoo.addons.dealer_prepaid.sql.touch import touch

from ..reservation import RULES, Rules
from ..settlement import Refusal, cut_parcel
from .sale_order_consumer import SIGHT

SHIPPERS = ("dealer_base.group_wh_operator", "dealer_base.group_x_cs_ship")
# Address and carrier are those of the order; the rest is written by the shipment.
GUARDED = {
    "captured_amount", "dealer_invoice_id", "shipped_by", "sale_id", "location_dest_id", "picking_type_id", "state", "partner_id", "carrier_id",
    "date_done"}


class StockPicking(models.Model):
    """The delivery of a dealer order: validating it is what takes the money.

    In one transaction: goods leave, the hold is captured by the share of this parcel, the invoice of the account's owner is
    posted (goods, fees, tax, cost) and cleared against the advance. Only the warehouse role may cause it.
    """

    _inherit = "stock.picking"

    is_dealer_delivery = fields.Boolean(compute="_compute_is_dealer_delivery", search="_search_is_dealer_delivery")
    dealer_order_id = fields.Many2one("sale.order", string="Dealer order", compute="_compute_is_dealer_delivery", search="_search_dealer_order_id")
    captured_amount = fields.Monetary(string="Debited", currency_field="dealer_currency_id", readonly=True, copy=False)
    dealer_currency_id = fields.Many2one("res.currency", related="company_id.currency_id")
    dealer_invoice_id = fields.Many2one("account.move", string="Dealer invoice", readonly=True, copy=False, index="btree_not_null")
    shipped_by = fields.Many2one("res.users", readonly=True, copy=False)
    delivery_phone = fields.Char(compute="_compute_delivery_address", string="Phone", groups=SIGHT)
    delivery_address = fields.Char(compute="_compute_delivery_address", string="Delivery address", groups=SIGHT)

    @api.depends("sale_id.is_dealer_order", "picking_type_id.code", "location_dest_id.usage")
    def _compute_is_dealer_delivery(self):
        for picking in self:
            order = picking.sudo().sale_id  # sudo: whether a delivery is guarded does not depend on who looks
            guarded = order.is_dealer_order and picking.location_dest_id.usage == "customer"
            picking.is_dealer_delivery = bool(guarded)
            picking.dealer_order_id = order.sudo(False) if guarded else False

    @api.depends("partner_id.street", "partner_id.division_id", "partner_id.phone")
    def _compute_delivery_address(self):
        for picking in self:
            partner = picking.partner_id
            picking.delivery_phone = partner.phone
            picking.delivery_address = " ".join(filter(None, (partner.division_id.display_name, partner.street)))

    def _search_is_dealer_delivery(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("sale_id.is_dealer_order", "=", True), ("location_dest_id.usage", "=", "customer")]

    def _search_dealer_order_id(self, operator, value):
        return [("sale_id", operator, value), ("is_dealer_delivery", "=", True)]

    # -- guards

    @api.constrains("scheduled_date", "date_done")
    def _check_backdate_allowed(self):
        """A dealer delivery that is still to ship books nothing: it may be planned while the books are locked; the shipment looks at the lock."""
        locked = self.filtered(lambda picking: picking._is_date_in_lock_period())  # first, as it is hardly ever so and asks least
        planned = locked.filtered(lambda picking: picking.state != "done" and (picking.is_dealer_delivery or picking._begins_for_dealer_order()))
        return super(StockPicking, locked - planned)._check_backdate_allowed()

    def _is_date_in_lock_period(self):
        """For goods of dealers the day on which they move counts, not the day they were planned for: that may be in a closed month by then."""
        if self.date_done and (self.is_dealer_delivery or self.dealer_return_id):
            day = self.company_id._dealer_local(self.date_done).date()
            locks = self.company_id._get_lock_date_violations(day, fiscalyear=True, sale=False, purchase=False, tax=False, hard=True)
            return bool(locks)
        return super()._is_date_in_lock_period()

    def _begins_for_dealer_order(self):
        """Say whether the delivery is just being made for a dealer order: its moves, which name the order, come a moment later."""
        if not self.origin or self.move_ids:
            return False
        orders = self.env["sale.order"].sudo()  # sudo: whether it is guarded does not depend on who looks
        return bool(orders.search_count([("name", "=", self.origin), ("company_id", "=", self.company_id.id), ("is_dealer_order", "=", True)], limit=1))

    def _dealer_deliveries(self):
        return self.filtered("is_dealer_delivery")

    def _refuse_for_dealer(self):
        if self.env.su:
            return
        self.check_access("read")  # who may not see the delivery learns nothing of its order
        for picking in self._dealer_deliveries():
            raise UserError(self.env._(
                "Delivery %(picking)s belongs to dealer order %(order)s: ask customer service to cancel the order or its rest.",
                picking=picking.name, order=picking.sudo().sale_id.name))  # sudo: the sentence names the order

    def _check_shipper(self):
        """Refuse everybody but the warehouse role, and whoever sold the goods; superuser mode and plain stock rights do not help.

        :raises AccessError: naming the delivery and the role, or the order and its other person.
        """
        if self and not any(self.env.user.has_group(group) for group in SHIPPERS):
            raise AccessError(self.env._(
                "Delivery %s belongs to a dealer order: only a warehouse operator may validate it, because it takes the dealer's money.",
                self[0].name))
        for picking in self:
            order = picking.sudo().sale_id  # sudo: the persons of the order count whatever the warehouse reads
            sold = order.create_uid | order.dealer_editor_ids | order.submitted_by | order.first_reviewed_by | order.reviewed_by | order.approved_by
            if self.env.user in sold:
                raise AccessError(self.env._(
                    "Delivery %(picking)s: you entered, changed, submitted or approved order %(order)s, so another person must ship it.",
                    picking=picking.name, order=order.name))

    def action_cancel(self):
        """Cancel plain transfers; deliveries of dealer orders are cancelled from their order."""
        self._refuse_for_dealer()
        return super().action_cancel()

    def action_toggle_is_locked(self):
        """Unlock plain transfers; a shipped dealer delivery is corrected by a return only."""
        self._refuse_for_dealer()
        return super().action_toggle_is_locked()

    @api.ondelete(at_uninstall=False)
    def _unlink_no_dealer_delivery(self):
        self._refuse_for_dealer()

    def write(self, vals):
        if not self.env.su and GUARDED & vals.keys():
            self._refuse_for_dealer()
        if not self.env.su and "carrier_tracking_ref" in vals:
            for picking in self._dealer_deliveries().filtered(lambda rec: rec.state == "done"):
                raise UserError(self.env._("Delivery %s has shipped: its tracking number stays as it was.", picking.name))
        return super().write(vals)

    def button_validate(self):
        """Validate transfers; for dealer deliveries role and tracking number are checked before any question is asked."""
        dealer = self._dealer_deliveries().filtered(lambda picking: picking.state != "done")
        dealer.sudo().sale_id._read_ahead()  # sudo: read for the program
        dealer._check_shipper()
        touch(dealer)  # a doubled click is repeated and finds the parcel shipped, else it would read of a tracking number used twice
        for picking in dealer:
            picking._read_waybills()
        dealer._check_ready_to_ship()
        dealer._check_quantities()
        if dealer and dealer == self:
            # The rest of a dealer order always stays open (see _action_done): Odoo's question about it would be answered in vain.
            return super(StockPicking, self.with_context(skip_backorder=True, skip_sms=True)).button_validate()
        return super().button_validate()

    def _check_quantities(self):
        """Refuse parts of pieces and negative pieces before anything moves; too many are refused with the order's own sentence."""
        for picking in self:
            order = picking.sudo().sale_id  # sudo: the sentence names the order
            for move in picking.move_ids.filtered(lambda rec: rec.state not in ("done", "cancel")):
                if move.quantity < 0 or not float(move.quantity).is_integer():
                    order._refuse("bad_shipped_quantity", picking=picking.name, qty=f"{move.quantity:g}", line=move.product_id.display_name)

    def _check_ready_to_ship(self):
        for picking in self:
            order = picking.sudo().sale_id  # sudo: the warehouse reads orders to ship only
            if order.dealer_state not in picking._shipping_states():
                order._refuse("wrong_state")
            if picking._needs_tracking() and not (picking.carrier_tracking_ref or "").strip():
                order._refuse("no_tracking", picking=picking.name)
            picking._check_release()
            if lock := picking._goods_lock():
                order._refuse("ledger_lock", date=picking.company_id._dealer_today(), lock=lock)

    def _shipping_states(self):
        """Hook: give the states of an order in which this delivery may leave. Extend: return a tuple."""
        self.ensure_one()
        return ("approved", "partial")

    def _paid_moves(self, moves):
        """Hook: give those of the moves whose goods the order is charged for. Extend for goods that come for nothing.

        :param moves: stock.move of this delivery.
        """
        return moves

    def _needs_tracking(self):
        """Hook: tell whether the delivery needs a tracking number. Extend for ways without a carrier."""
        self.ensure_one()
        return True

    def _check_release(self):
        """Hook: refuse a delivery that somebody must release first. Extend: raise the sentence; return nothing."""

    def _goods_lock(self):
        """Give the day up to which Odoo lets no goods move today, because the fiscal year is locked.

        Sale and tax locks stop no goods: what is booked for them takes the first open day (I20).

        :return: date or None.
        """
        self.ensure_one()
        if self.env["ir.config_parameter"].sudo().get_param("stock_account.skip_lock_date_check"):  # sudo: a switch of Odoo's
            return None
        company = self.company_id.sudo()  # sudo: lock dates count for every role
        locks = company._get_lock_date_violations(company._dealer_today(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True)
        return max(lock for lock, _field in locks) if locks else None

    # -- shipment = debit

    def _action_done(self):
        dealer = self._dealer_deliveries().filtered(lambda picking: picking.state not in ("done", "cancel"))
        if not dealer:
            return super()._action_done()
        dealer._check_shipper()
        dealer._check_ready_to_ship()
        result = True
        if self - dealer:
            result = super(StockPicking, self - dealer)._action_done()
        # The rest of a dealer order always stays as a backorder: only customer service cancels it, with its money.
        context = {key: value for key, value in self.env.context.items() if key in ("lang", "tz", "uid", "allowed_company_ids")}
        context |= {"cancel_backorder": False, RULES: Rules()}
        inner = dealer.sudo().with_context(context)  # sudo: role checked above; stock moves of dealers refuse plain users
        result = super(StockPicking, inner)._action_done() and result
        for picking in inner:
            picking._capture_shipment()
            self.env.user._note_extended_right(SHIPPERS[1], SHIPPERS[:1], picking, picking.sale_id.approved_by)
        return result

    def _capture_shipment(self):
        """Take the money of what has just left: capture, invoice, clearing, link. All in the caller's transaction.

        :raises UserError: when goods do not fit the order or the hold; then nothing has shipped either.
        """
        order = self.sale_id
        parcel, shipped = self._cut_parcel(order)
        account = order._find_hold_account()
        entry = order._take_for_parcel(account, self, parcel)
        invoice = self._book_parcel(order, parcel, shipped, entry, account)
        self._note_settled(shipped)
        self.write({"captured_amount": float(from_fen(parcel.total_fen)), "dealer_invoice_id": invoice.id, "shipped_by": self.env.uid})
        order._after_shipment(self, parcel)

    @api.model
    def _note_settled(self, shipped):
        """Count on the lines what has been charged for; lines that come to the same number are written together.

        :param shipped: {sale.order.line: pieces}.
        """
        counts = {}
        for line, qty in shipped.items():
            counts.setdefault(line.qty_settled + qty, []).append(line.id)
        for count, ids in counts.items():
            self.env["sale.order.line"].browse(ids).qty_settled = count

    def _book_parcel(self, order, parcel, shipped, entry, account):
        """Book the entry of a parcel: the owner's invoice, paid from the advance. Extend for other ways of booking.

        :return: the invoice, empty where none is posted now.
        """
        invoice = self._post_dealer_invoice(order, parcel, shipped, sum(to_fen(one.memo) for one in entry))
        entry._link_move(invoice)
        account._clear_moves(invoice, f"{order.name} {self.name}")
        return invoice

    def _cut_parcel(self, order):
        """Work out the share of this delivery.

        :return: (Parcel, {sale.order.line: pieces}).
        """
        shipped = {}
        for move in self._paid_moves(self.move_ids.filtered(lambda move: move.state == "done")):
            line = move.sale_line_id
            if line.order_id != order:
                order._refuse("not_ordered", picking=self.name, line=move.product_id.display_name)
            qty = move.product_uom._compute_quantity(move.quantity, line.product_uom_id)
            if not float(qty).is_integer():
                order._refuse("bad_quantity", qty=f"{qty:g}", line=line.product_id.display_name)
            shipped[line] = shipped.get(line, 0) + int(qty)
        before = {line._settlement_key(): line.qty_settled for line in order._goods_lines()}
        parcel = cut_parcel(order._frozen_settlement(), before, {line._settlement_key(): qty for line, qty in shipped.items()})
        if isinstance(parcel, Refusal):
            order._refuse(parcel.code, **{"picking": self.name, **parcel.params})
        return parcel, shipped

    def _post_dealer_invoice(self, order, parcel, shipped, memo_fen=0, date=None):
        """Post the invoice of the account's owner for this parcel.

        :param order: the sale.order.
        :param parcel: Parcel.
        :param shipped: {sale.order.line: pieces}.
        :param memo_fen: what gifts paid, <= 0: a discount on the invoice.
        :param date: day of the invoice; the company's today by default. It counts in the books on the first open day from then on (I20).
        :return: the posted account.move; its gross total is the captured amount less the gifts.
        """
        company = order.company_id
        date = date or company._dealer_today()
        mapping = self.env["prepaid.gl.mapping"]
        lines = []
        for line, qty in shipped.items():
            vals = line.with_company(company)._prepare_invoice_line(quantity=qty)
            if not line.product_id.with_company(company)._get_product_accounts()["income"]:
                vals["account_id"] = mapping._account(company, "goods_income").id
            lines.append(Command.create(vals))
        if off_fen := order._shipped_discount(shipped, parcel.goods_fen):
            lines.append(Command.create(order._prepare_discount_line(-off_fen)))
        for kind, fen in (("admin", parcel.admin_fen), ("logistics", parcel.logistics_fen)):
            if fen:
                lines += map(Command.create, order._prepare_fee_lines(kind, fen))
        more = self._more_invoice_lines(order)
        lines += [Command.create(line) for line, _fen in more]
        if memo_fen:
            lines += order._prepare_gift_lines(memo_fen, lines)
        vals = {
            **order.with_company(company)._prepare_invoice(), **self.env["prepaid.posting"]._invoice_dates(company, date),
            "ref": f"{order.name} {self.name}", "narration": False, "invoice_payment_term_id": False, "invoice_line_ids": lines,
            **self._prepare_dealer_invoice(),
        }
        invoice = self.env["account.move"].with_company(company).create(vals)
        total_fen = parcel.total_fen + sum(fen for _line, fen in more)
        if to_fen(invoice.amount_total) != total_fen + memo_fen:
            raise UserError(self.env._(
                "Invoice of order %(order)s adds up to %(invoice)s CNY and not to %(parcel)s CNY: nothing has shipped; ask finance to check the sale tax.",
                order=order.name, invoice=yuan(to_fen(invoice.amount_total)), parcel=yuan(total_fen)))
        self.env["prepaid.posting"]._place_vat(invoice)
        invoice._post(soft=False)
        return invoice

    def _more_invoice_lines(self, order):
        """Hook: give lines of the invoice that are not part of the parcel. Extend: return super() + own.

        :return: list of (account.move.line values, fen of the line).
        """
        return []

    def _prepare_dealer_invoice(self):
        """Give more values for the invoice of the delivery. Extend: return account.move values."""
        return {}

    # -- buttons

    def action_open_dealer_invoice(self):
        """Open the invoice that this delivery posted."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "account.move", "res_id": self.dealer_invoice_id.id, "view_mode": "form"}

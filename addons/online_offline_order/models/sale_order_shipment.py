from odoo import fields, models
from odoo.fields import Command

from odoo.addons.dealer_base.money import allocate, from_fen, to_fen, yuan


class SaleOrder(models.Model):
    """What a shipment does to its dealer order, and the documents that the order's buttons open."""

    _inherit = "sale.order"

    ledger_count = fields.Integer(compute="_compute_document_counts")
    dealer_delivery_count = fields.Integer(compute="_compute_document_counts")
    dealer_invoice_count = fields.Integer(compute="_compute_document_counts")

    def _compute_document_counts(self):
        entries = self.env["prepaid.entry"].sudo()._read_group(  # sudo: a number on a button, the list itself asks for rights
            [("order_model", "=", "sale.order"), ("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = dict(entries) if self.env["prepaid.entry"].has_access("read") else {}  # no button to a list that stays closed
        for order in self:
            sudo_order = order.sudo()  # sudo: as above
            order.ledger_count = counts.get(order.id, 0)
            order.dealer_delivery_count = len(sudo_order.picking_ids.filtered("is_dealer_delivery"))
            order.dealer_invoice_count = len(sudo_order.invoice_ids)

    def _prepare_fee_line(self, kind, fen):
        """Give the values of a fee line of the shipment's invoice. Extend: return account.move.line values.

        :param kind: admin or logistics.
        :param fen: gross amount.
        """
        product = self.env.ref(f"online_offline_order.product_{kind}_fee")
        mapping = self.env["prepaid.gl.mapping"]
        return {
            "product_id": product.id, "name": product.with_context(lang=self.account_partner_id.lang).name, "quantity": 1,
            "product_uom_id": product.uom_id.id, "price_unit": float(from_fen(fen)),
            "account_id": mapping._account(self.company_id, self.company_id.sudo()._prepaid_income_role(kind)).id,  # sudo: a choice of the company
            "tax_ids": [Command.set(mapping._sale_tax(self.company_id, kind).ids)],
        }

    def _fee_accounts(self):
        """Give the accounts that the fee rules of the order name.

        :return: {account.account, empty = the mapped one: fen of the fees}.
        """
        return {account: sum(to_fen(line.amount) for line in lines) for account, lines in self._fees_by_account().items()}

    def _fees_by_account(self):
        fees = self.settlement_line_ids.filtered(lambda line: line.kind == "admin" and to_fen(line.amount) > 0)
        return fees.grouped(lambda line: line.rule_id.sudo().account_id)  # sudo: the account of a fee, whoever books or ships

    def _prepare_fee_lines(self, kind, fen):
        """Give the values of the lines of a fee: one for each income account that the fee rules of the order name, by what each fee is of all.

        :param kind: admin or logistics. :param fen: gross amount of the document.
        :return: list of account.move.line values that add up to it.
        """
        by_account = self._fees_by_account() if kind == "admin" else {}
        if not any(by_account):
            return [self._prepare_fee_line(kind, fen)]
        parts = allocate(fen, [sum(to_fen(line.amount) for line in lines) for lines in by_account.values()])
        return [{
            **self._prepare_fee_line(kind, part), **lines.rule_id[:1].sudo()._income_values(),  # sudo: as above
            **({"name": ", ".join(filter(None, lines.mapped("label")))} if account else {}),
        } for (account, lines), part in zip(by_account.items(), parts, strict=True) if part]

    def _prepare_gift_line(self, fen):
        """Give the values of the invoice line that shows gift credit used, or given back on a credit note (template E07).

        :param fen: gross amount with its sign on the document.
        """
        mapping = self.env["prepaid.gl.mapping"]
        return {
            "name": self.with_context(lang=self._document_lang()).env._("Gift credit used"), "quantity": 1, "price_unit": float(from_fen(fen)),
            "account_id": mapping._account(self.company_id, "goods_income").id,
            "tax_ids": [Command.set(mapping._sale_tax(self.company_id).ids)],
        }

    def _prepare_gift_lines(self, fen, lines):
        """Give the values of the lines that show gift credit on a document: one, or one for each line where gifts are all of it.

        Taxes that are rounded for the whole document leave a fen where goods of several lines stand against one gift; in pairs nothing is left.

        :param fen: gross amount with its sign on the document. :param lines: commands of the other lines.
        :return: list of commands.
        """
        gift, others = self._prepare_gift_line(fen), [command[2] for command in lines]
        parts = [round(vals["price_unit"] * vals["quantity"] * 100) for vals in others]
        if sum(parts) != -fen:
            return [Command.create(gift)]
        return [Command.create({**gift, "price_unit": float(from_fen(-part)), "tax_ids": vals.get("tax_ids") or gift["tax_ids"]})
                for vals, part in zip(others, parts, strict=True) if part]

    def _take_for_parcel(self, account, picking, parcel):
        """Take the money of a parcel from the order's hold.

        :param account: the prepaid.account that holds it.
        :param picking: the delivery.
        :param parcel: Parcel.
        :return: one prepaid.entry.
        """
        return account._capture(
            self.hold_key, parcel.total_fen, operation_key=f"stock.picking,{picking.id}", kind="capture",
            label=f"{self.name} {picking.name}", res_model="stock.picking", res_id=picking.id,
            components=parcel.components, order_model="sale.order", order_id=self.id)

    def _after_shipment(self, picking, parcel):
        """Write the order's new state after a captured shipment; the last one releases whatever is left of the hold.

        :param picking: the delivery.
        :param parcel: Parcel.
        """
        done = parcel.is_last
        self.write({
            "captured_total": float(from_fen(to_fen(self.captured_total) + parcel.total_fen)),
            "dealer_state": "shipped" if done else "partial", "shipped_at": fields.Datetime.now(),
        })
        text = self.env._("%(picking)s shipped with tracking number %(ref)s: %(amount)s CNY debited.", picking=picking.name,
                          ref=picking.carrier_tracking_ref, amount=yuan(parcel.total_fen)) if picking.carrier_tracking_ref else self.env._(
            "%(picking)s shipped without a carrier: %(amount)s CNY debited.", picking=picking.name, amount=yuan(parcel.total_fen))
        self._log(text)
        if done and to_fen(self.captured_total) < to_fen(self.settlement_total):
            self._release_hold(self.env._("last shipment"))

    # -- buttons

    def action_open_ledger(self):
        """Show the ledger entries of the order."""
        self.ensure_one()
        entries = self.env["prepaid.entry"].search([("order_model", "=", "sale.order"), ("order_id", "=", self.id)])
        return self._open_records(self.env._("Ledger entries"), entries)

    def action_open_dealer_deliveries(self):
        """Show the deliveries of the order."""
        self.ensure_one()
        views = [(self.env.ref(f"online_offline_order.stock_picking_view_{kind}_dealer").id, kind) for kind in ("list", "form")]
        deliveries = self.picking_ids.filtered("is_dealer_delivery")
        return self._open_records(self.env._("Deliveries"), deliveries, views=views[-1:] if len(deliveries) == 1 else views)

    def action_open_dealer_invoices(self):
        """Show the invoices and credit notes of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Invoices"), self.invoice_ids)

    def action_open_quotes(self):
        """Show the carrier's quotes that the order was priced with."""
        self.ensure_one()
        quotes = self.env["logistics.quote"].search([("res_model", "=", "sale.order"), ("res_id", "=", self.id)])
        return self._open_records(self.env._("Quotes"), quotes)

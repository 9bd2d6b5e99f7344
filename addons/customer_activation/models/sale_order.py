from odoo import fields, models


class SaleOrder(models.Model):
    """A confirmed order moves its customer on in the funnel, whoever entered it; cancelled or back under review it counts no more."""

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state"):
            self.sudo()._note_activation()  # sudo: the funnel counts whoever confirms, cancels or takes back
        return result

    def _activation_partner(self):
        """Give the dealer or store for which an order counts: the nearest in the channel that is in the activation list.

        :return: activation.record, empty when there is none.
        """
        self.ensure_one()
        chain = self.partner_id.commercial_partner_id._dealer_chain()
        records = self.env["activation.record"].search_fetch([("partner_id", "in", chain.ids), ("company_id", "=", self.company_id.id)], ["partner_id"])
        found = records.grouped("partner_id")
        return next((found[partner] for partner in chain if partner in found), records.browse())

    def _activation_net(self):
        """Give the goods amount of an order less the goods on its posted credit notes. Hook for addons with returns of their own.

        :return: amount in the company's currency, rounded.
        """
        self.ensure_one()
        currency = self.company_id.currency_id
        lines = self.order_line.filtered(lambda line: not line.display_type and line.product_id.type != "service")
        goods = sum(lines.mapped("price_total"))
        refunds = lines.invoice_lines.filtered(lambda line: line.move_type == "out_refund" and line.parent_state == "posted")
        back = sum(refunds.mapped("price_total"))
        return self.currency_id._convert(goods - back, currency, self.company_id, self.date_order or fields.Date.today())

    def _activation_nets(self):
        """Give what each order counts, of any number at once. Hook for addons with shipments and returns of their own.

        :return: dict of sale.order -> amount in its company's currency, every order is in it.
        """
        self.order_line.invoice_lines.mapped("parent_state")  # read at once for all of them
        return {order: order._activation_net() for order in self}

    def _note_activation(self):
        """Count the orders anew for their customers."""
        rows = self.env["activation.order"].sudo()  # sudo: rows are written by the program alone
        known = {row.order_id: row for row in rows.search([("order_id", "in", self.ids)])}
        touched, records = self.env["activation.record"].sudo(), {}  # sudo: as above
        for order in self.sudo():  # sudo: as above
            row = known.get(order)
            if not row and order.state != "sale":
                continue
            record = row.record_id if row else order._activation_partner()
            if record:
                records[order] = record
        nets = self.sudo().filtered(lambda order: order in records and order.state == "sale")._activation_nets()  # sudo: as above
        new = []
        for order, record in records.items():
            row, net = known.get(order), nets.get(order, 0.0)
            values = {"net_amount": net, "is_counted": order.state == "sale" and order.company_id.currency_id.compare_amounts(net, 0) > 0}
            if row:
                row.write(values)
            else:
                new.append({"record_id": record.id, "order_id": order.id, "date": order.date_order, **values})
            touched |= record
        rows.create(new)
        touched._note_orders()

from odoo import fields, models


class SaleOrder(models.Model):
    """A confirmed order moves its customer on in the funnel, whoever entered it; cancelled or back under review it counts no more."""

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state"):
            self.sudo()._note_activation()  # sudo: the funnel counts whoever confirms, cancels or takes back
        return result

    def _activation_records(self):
        """Find the dealers and stores for which orders count: for each the nearest in its channel that is in the activation list.

        :return: dict of sale.order -> activation.record; orders that count for nobody are not in it.
        """
        chains = {order: order.partner_id.commercial_partner_id._dealer_chain() for order in self}
        partners = self.env["res.partner"].union(*chains.values())
        records = self.env["activation.record"].search_fetch(
            [("partner_id", "in", partners.ids), ("company_id", "in", self.company_id.ids)], ["partner_id", "company_id"])
        found = {(record.partner_id, record.company_id): record for record in records}
        known = {order: [partner for partner in chain if (partner, order.company_id) in found] for order, chain in chains.items()}
        return {order: found[partners[0], order.company_id] for order, partners in known.items() if partners}

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

    def _activation_date(self):
        """Give when the customer ordered. Hook for addons in which an order is confirmed later than it is placed.

        :return: naive UTC datetime.
        """
        self.ensure_one()
        return self.date_order

    def _note_activation(self):
        """Count the orders anew for their customers."""
        rows = self.env["activation.order"].sudo()  # sudo: rows are written by the program alone
        known = {row.order_id: row for row in rows.search([("order_id", "in", self.ids)])}
        orders, touched = self.sudo(), self.env["activation.record"].sudo()  # sudo: as above
        records = {order: row.record_id for order, row in known.items()}
        records |= orders.filtered(lambda order: order.state == "sale" and order not in records)._activation_records()
        nets = orders.filtered(lambda order: order in records and order.state == "sale")._activation_nets()
        new = []
        for order, record in records.items():
            row, net = known.get(order), nets.get(order, 0.0)
            values = {"net_amount": net, "is_counted": order.state == "sale" and order.company_id.currency_id.compare_amounts(net, 0) > 0}
            if row:
                row.write(values)
            else:
                new.append({"record_id": record.id, "order_id": order.id, "date": order._activation_date(), **values})
            touched |= record
        rows.create(new)
        touched._note_orders()

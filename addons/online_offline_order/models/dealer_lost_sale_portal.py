from odoo import api, models

LATEST = 20


class DealerLostSale(models.Model):
    """Lost sales as the people of a store note them on their page (R0-043), and the order that a yes becomes there."""

    _inherit = "dealer.lost.sale"

    @api.model
    def _note_of_store(self, key, payload):
        """Note the lost sale of a form, once.

        :param key: of the form. :param payload: as for ``dealer_record_lost_sale``; ``goods`` as typed or scanned: a code, a barcode or words.
        :return: dealer.lost.sale in sudo.
        :raises AccessError: for others than people of a dealer. :raises UserError: with the sentence of what is wrong.
        """
        orders = self.env["sale.order"]

        def work():
            typed = " ".join(str(payload.get("goods") or "").split())
            store = self._payload_store(payload)
            known = orders._api_products([typed], store).get(typed) if typed else None
            return self._record({**payload, **({"code": typed, "goods": None} if known else {"goods": typed})})
        return self.env["dealer.api.call"]._once_by_user(key, "lost_sale", payload, work)

    @api.model
    def _latest_of_store(self):
        """Give the latest lost sales of the own tree, in sudo."""
        user = self.env.user
        return self.sudo().search([  # sudo: people of a dealer have no right to the list; the own tree alone
            ("partner_id", "child_of", user.commercial_partner_id.id), ("company_id", "in", user.company_ids.ids)], limit=LATEST)

    @api.model
    def _take_up(self, number, order):
        """Note the order that a lost sale has become on the page of its store; what is no open lost sale of that store is passed over.

        :param number: number of the lost sale. :param order: sale.order, new.
        """
        if number:
            self.sudo().search([  # sudo: written by this step alone; store and company are those of the order
                ("name", "=", str(number)), ("state", "=", "open"), ("order_id", "=", False), ("partner_id", "=", order.partner_id.id),
                ("company_id", "=", order.company_id.id)], limit=1).order_id = order

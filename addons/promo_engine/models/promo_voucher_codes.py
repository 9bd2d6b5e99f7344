from odoo import api, models


class PromoVoucherBatch(models.Model):
    """Codes that buyers enter."""

    _inherit = "promo.voucher.batch"

    @api.model
    def _keys_of_codes(self, order, entered):
        """Give the keys of the batches whose codes were entered for an order.

        :param order: sale.order. :param entered: frozenset of texts.
        :return: frozenset of keys of batches.
        """
        if not entered:
            return frozenset()
        batches = self.sudo().search([("company_id", "=", order.company_id.id), ("shared_code", "in",  # sudo: a code works for whoever enters it
            list(entered))])
        return frozenset(batch._promo_key() for batch in batches)

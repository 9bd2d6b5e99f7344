from odoo import models

from ..reservation import rules_of


class StockPicking(models.Model):
    """The delivery of a dealer order says where it comes from in a note, as each step of an order does."""

    _inherit = "stock.picking"

    def message_post_with_source(self, source_ref, **kwargs):
        """As Odoo; the link to the order is a note for the timeline, of which nobody is told.

        :param source_ref: the template or view. :param kwargs: as Odoo's.
        :return: the messages.
        """
        if source_ref == "mail.message_origin_link" and rules_of(self.env):
            return self._message_log_with_view(source_ref, render_values=kwargs.get("render_values"))
        return super().message_post_with_source(source_ref, **kwargs)
